"""Articles that NLM prints among its samples of formatted references, as the ICMJE names them.

The Vancouver line is NLM's own, but for two things. NLM names all eight authors where the ICMJE
asks for six, and what the library keeps apart (a notice of retraction, a republication) is not
said in the line. Where NLM's sample leaves out the month, the record has none either. What is
not in the samples (the names behind initials) is from memory.
"""

from tests.references.styles.work import Work, article

NORWEGIAN = article(
    "Sykdomsangst blant medisin- og jusstudenter",
    ["Ellingsen, Anne Eskild", "Wilhelmsen, Ingvard"],
    "Tidsskr Nor Laegeforen",
    "2002",
    volume="122",
    issue="8",
    page="785-7",
    language="no",
)

WORKS = [
    Work(
        "three authors, a whole date",
        "research",
        article(
            "Solid-organ transplantation in HIV-infected patients",
            ["Halpern, Scott D.", "Ubel, Peter A.", "Caplan, Arthur L."],
            "N Engl J Med",
            "2002-07-25",
            volume="347",
            issue="4",
            page="284-287",
        ),
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. "
        "<em>N Engl J Med</em>. 2002;347(4):284-287.",
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. "
        "N Engl J Med. 2002 Jul 25;347(4):284-7.",
    ),
    Work(
        "eight authors",
        "research",
        article(
            "Regulation of interstitial excitatory amino acid concentrations after cortical "
            "contusion injury",
            [
                *("Rose, ME", "Huerbin, MB", "Melick, J", "Marion, DW", "Palmer, AM"),
                *("Schiding, JK", "Kochanek, PM", "Graham, SH"),
            ],
            "Brain Res",
            "2002",
            volume="935",
            issue="1-2",
            page="40-46",
        ),
        "Rose ME, Huerbin MB, Melick J, et al. Regulation of interstitial excitatory amino acid "
        "concentrations after cortical contusion injury. <em>Brain Res</em>. 2002;935(1-2):40-46.",
        "Rose ME, Huerbin MB, Melick J, Marion DW, Palmer AM, Schiding JK, et al. Regulation of "
        "interstitial excitatory amino acid concentrations after cortical contusion injury. "
        "Brain Res. 2002;935(1-2):40-6.",
    ),
    Work(
        "organisation as author",
        "research",
        article(
            "Hypertension, insulin, and proinsulin in participants with impaired glucose tolerance",
            ["org: Diabetes Prevention Program Research Group"],
            "Hypertension",
            "2002",
            volume="40",
            issue="5",
            page="679-86",
        ),
        "Diabetes Prevention Program Research Group. Hypertension, insulin, and proinsulin in "
        "participants with impaired glucose tolerance. <em>Hypertension</em>. 2002;40(5):679-686.",
        "Diabetes Prevention Program Research Group. Hypertension, insulin, and proinsulin in "
        "participants with impaired glucose tolerance. Hypertension. 2002;40(5):679-86.",
    ),
    Work(
        "people and organisation, particle",
        "research",
        article(
            "Sexual dysfunction in 1,274 European men suffering from lower urinary tract symptoms",
            [
                *("Vallancien, Guy", "Emberton, Mark", "Harving, Niels"),
                *("van Moorselaar, R. Jeroen A.", "org: Alf-One Study Group"),
            ],
            "J Urol",
            "2003",
            volume="169",
            issue="6",
            page="2257-61",
        ),
        "Vallancien G, Emberton M, Harving N, van Moorselaar RJA; Alf-One Study Group. Sexual "
        "dysfunction in 1,274 European men suffering from lower urinary tract symptoms. "
        "<em>J Urol</em>. 2003;169(6):2257-2261.",
        "Vallancien G, Emberton M, Harving N, van Moorselaar RJ; Alf-One Study Group. Sexual "
        "dysfunction in 1,274 European men suffering from lower urinary tract symptoms. "
        "J Urol. 2003;169(6):2257-61.",
    ),
    Work(
        "no author",
        "research",
        article(
            "21st century heart solution may have a sting in the tail",
            [],
            "BMJ",
            "2002",
            volume="325",
            issue="7357",
            page="184",
        ),
        "21st century heart solution may have a sting in the tail. "
        "<em>BMJ</em>. 2002;325(7357):184.",
        "21st century heart solution may have a sting in the tail. BMJ. 2002;325(7357):184.",
    ),
    Work(
        "not in English",
        "research",
        NORWEGIAN,
        "Ellingsen AE, Wilhelmsen I. Sykdomsangst blant medisin- og jusstudenter. "
        "<em>Tidsskr Nor Laegeforen</em>. 2002;122(8):785-787.",
        "Ellingsen AE, Wilhelmsen I. Sykdomsangst blant medisin- og jusstudenter. "
        "Tidsskr Nor Laegeforen. 2002;122(8):785-7. Norwegian.",
    ),
    Work(
        "translated by NLM",
        "research",
        {
            **NORWEGIAN,
            "title": "[Disease anxiety among medical students and law students]",
            "language": "nor",
        },
        "Ellingsen AE, Wilhelmsen I. Disease anxiety among medical students and law students "
        "[in Norwegian]. <em>Tidsskr Nor Laegeforen</em>. 2002;122(8):785-787.",
        "Ellingsen AE, Wilhelmsen I. [Disease anxiety among medical students and law students]. "
        "Tidsskr Nor Laegeforen. 2002;122(8):785-7. Norwegian.",
    ),
    Work(
        "volume with supplement",
        "research",
        article(
            "Tolerability and safety of frovatriptan with short- and long-term use for treatment "
            "of migraine and in comparison with sumatriptan",
            ["Geraud, G", "Spierings, EL", "Keywood, C"],
            "Headache",
            "2002",
            volume="42 Suppl 2",
            page="S93-9",
        ),
        "Geraud G, Spierings EL, Keywood C. Tolerability and safety of frovatriptan with short- "
        "and long-term use for treatment of migraine and in comparison with sumatriptan. "
        "<em>Headache</em>. 2002;42(suppl 2):S93-S99.",
        "Geraud G, Spierings EL, Keywood C. Tolerability and safety of frovatriptan with short- "
        "and long-term use for treatment of migraine and in comparison with sumatriptan. "
        "Headache. 2002;42 Suppl 2:S93-9.",
    ),
    Work(
        "issue with supplement",
        "research",
        article(
            "Integrating clinical trial data into clinical practice",
            ["Glauser, Tracy A."],
            "Neurology",
            "2002",
            volume="58",
            issue="12 Suppl 7",
            page="S6-12",
        ),
        "Glauser TA. Integrating clinical trial data into clinical practice. "
        "<em>Neurology</em>. 2002;58(12)(suppl 7):S6-S12.",
        "Glauser TA. Integrating clinical trial data into clinical practice. "
        "Neurology. 2002;58(12 Suppl 7):S6-12.",
    ),
    Work(
        "volume with part",
        "research",
        article(
            "The psychoanalytic method from an epistemological viewpoint",
            ["Abend, Sander M.", "Kulish, Nancy"],
            "Int J Psychoanal",
            "2002",
            volume="83",
            issue="Pt 2",
            page="491-5",
        ),
        "Abend SM, Kulish N. The psychoanalytic method from an epistemological viewpoint. "
        "<em>Int J Psychoanal</em>. 2002;83(pt 2):491-495.",
        "Abend SM, Kulish N. The psychoanalytic method from an epistemological viewpoint. "
        "Int J Psychoanal. 2002;83(Pt 2):491-5.",
    ),
    Work(
        "issue with part, six authors",
        "research",
        article(
            "Development of a large animal model for lung tumors",
            [
                *("Ahrar, Kamran", "Madoff, David C.", "Gupta, Sanjay"),
                *("Wallace, Michael J.", "Price, Roger E.", "Wright, Kenneth C."),
            ],
            "J Vasc Interv Radiol",
            "2002",
            volume="13",
            issue="9 Pt 1",
            page="923-8",
        ),
        "Ahrar K, Madoff DC, Gupta S, Wallace MJ, Price RE, Wright KC. Development of a large "
        "animal model for lung tumors. <em>J Vasc Interv Radiol</em>. 2002;13(9, pt 1):923-928.",
        "Ahrar K, Madoff DC, Gupta S, Wallace MJ, Price RE, Wright KC. Development of a large "
        "animal model for lung tumors. J Vasc Interv Radiol. 2002;13(9 Pt 1):923-8.",
    ),
    Work(
        "issue without volume",
        "research",
        article(
            "Intraoperative frozen section analysis in revision total joint arthroplasty",
            ["Banit, Daxes M.", "Kaufer, Herbert", "Hartford, James M."],
            "Clin Orthop",
            "2002",
            issue="401",
            page="230-8",
        ),
        "Banit DM, Kaufer H, Hartford JM. Intraoperative frozen section analysis in revision "
        "total joint arthroplasty. <em>Clin Orthop</em>. 2002;(401):230-238.",
        "Banit DM, Kaufer H, Hartford JM. Intraoperative frozen section analysis in revision "
        "total joint arthroplasty. Clin Orthop. 2002;(401):230-8.",
    ),
    Work(
        "neither volume nor issue",
        "research",
        article(
            "Outreach: bringing HIV-positive individuals into care",
            [],
            "HRSA Careaction",
            "2002-06",
            page="1-6",
        ),
        "Outreach: bringing HIV-positive individuals into care. "
        "<em>HRSA Careaction</em>. 2002:1-6.",
        "Outreach: bringing HIV-positive individuals into care. HRSA Careaction. 2002 Jun:1-6.",
    ),
]
