"""Articles for their titles: questions, quotation marks, markup, markers of a retraction.

What the records say is what PubMed says, from memory, like those of `articles_of_groups`.
"""

from tests.references.styles.work import Work, article

WORKS = [
    Work(
        "question as title",
        "research",
        article(
            "The straight cervical spine: does it indicate muscle spasm?",
            ["Helliwell, P. S.", "Evans, P. F.", "Wright, V."],
            "J Bone Joint Surg Br",
            "1994-01",
            volume="76",
            issue="1",
            page="103-6",
            PMID="8300650",
        ),
        "Helliwell PS, Evans PF, Wright V. The straight cervical spine: does it indicate muscle "
        "spasm? <em>J Bone Joint Surg Br</em>. 1994;76(1):103-106. PubMed",
        "Helliwell PS, Evans PF, Wright V. The straight cervical spine: does it indicate muscle "
        "spasm? J Bone Joint Surg Br. 1994 Jan;76(1):103-6. PMID: 8300650.",
    ),
    Work(
        "quotation marks in the title",
        "research",
        article(
            '"Mini-mental state". A practical method for grading the cognitive state of patients '
            "for the clinician",
            ["Folstein, Marshal F.", "Folstein, Susan E.", "McHugh, Paul R."],
            "J Psychiatr Res",
            "1975-11",
            volume="12",
            issue="3",
            page="189-98",
            DOI="10.1016/0022-3956(75)90026-6",
            PMID="1202204",
        ),
        "Folstein MF, Folstein SE, McHugh PR. &quot;Mini-mental state&quot;. A practical method "
        "for grading the cognitive state of patients for the clinician. <em>J Psychiatr Res</em>. "
        "1975;12(3):189-198. doi:10.1016/0022-3956(75)90026-6 PubMed",
        "Folstein MF, Folstein SE, McHugh PR. &quot;Mini-mental state&quot;. A practical method "
        "for grading the cognitive state of patients for the clinician. J Psychiatr Res. "
        "1975 Nov;12(3):189-98. doi: 10.1016/0022-3956(75)90026-6. PMID: 1202204.",
    ),
    Work(
        "subscripts",
        "research",
        article(
            "The value of the CHA<sub>2</sub>DS<sub>2</sub>-VASc score for refining stroke risk "
            "stratification in patients with atrial fibrillation with a CHADS<sub>2</sub> score "
            "0-1: a nationwide cohort study",
            [
                *("Olesen, Jonas Bjerring", "Torp-Pedersen, Christian"),
                *("Hansen, Morten Lock", "Lip, Gregory Y. H."),
            ],
            "Thromb Haemost",
            "2012-06",
            volume="107",
            issue="6",
            page="1172-9",
            DOI="10.1160/TH12-03-0175",
            PMID="22473219",
        ),
        "Olesen JB, Torp-Pedersen C, Hansen ML, Lip GYH. The value of the "
        "CHA<sub>2</sub>DS<sub>2</sub>-VASc score for refining stroke risk stratification in "
        "patients with atrial fibrillation with a CHADS<sub>2</sub> score 0-1: a nationwide "
        "cohort study. <em>Thromb Haemost</em>. 2012;107(6):1172-1179. doi:10.1160/th12-03-0175 "
        "PubMed",
        "Olesen JB, Torp-Pedersen C, Hansen ML, Lip GY. The value of the "
        "CHA<sub>2</sub>DS<sub>2</sub>-VASc score for refining stroke risk stratification in "
        "patients with atrial fibrillation with a CHADS<sub>2</sub> score 0-1: a nationwide "
        "cohort study. Thromb Haemost. 2012 Jun;107(6):1172-9. doi: 10.1160/th12-03-0175. "
        "PMID: 22473219.",
    ),
    Work(
        "superscript as an entity of an entity, thirty-five authors and a group",
        "trial",
        article(
            "Phase 3 Trial of &lt;sup&gt;177&lt;/sup&gt;Lu-Dotatate for Midgut Neuroendocrine "
            "Tumors",
            [
                *("Strosberg, Jonathan", "El-Haddad, Ghassan", "Wolin, Edward"),
                *("Hendifar, Andrew", "Yao, James", "Chasen, Beth", "Mittra, Erik"),
                *("Kunz, Pamela L.", "Kulke, Matthew H.", "Jacene, Heather"),
                *("Bushnell, David", "O'Dorisio, Thomas M.", "Baum, Richard P."),
                *("Kulkarni, Harshad R.", "Caplin, Martyn", "Lebtahi, Rachida"),
                *("Hobday, Timothy", "Delpassand, Ebrahim", "Van Cutsem, Eric"),
                *("Benson, Al", "Srirajaskanthan, Rajaventhan", "Pavel, Marianne"),
                *("Mora, Jaime", "Berlin, Jordan", "Grande, Enrique", "Reed, Nicholas"),
                *("Seregni, Ettore", "Öberg, Kjell", "Lopera Sierra, Maribel"),
                *("Santoro, Paola", "Thevenet, Thomas", "Erion, Jack L."),
                *("Ruszniewski, Philippe", "Kwekkeboom, Dik", "Krenning, Eric"),
                "org: NETTER-1 Trial Investigators",
            ],
            "N Engl J Med",
            "2017-01-12",
            volume="376",
            issue="2",
            page="125-135",
            DOI="10.1056/NEJMoa1607427",
            PMID="28076709",
        ),
        "Strosberg J, El-Haddad G, Wolin E, et al; NETTER-1 Trial Investigators. Phase 3 Trial of "
        "<sup>177</sup>Lu-Dotatate for Midgut Neuroendocrine Tumors. <em>N Engl J Med</em>. "
        "2017;376(2):125-135. doi:10.1056/nejmoa1607427 PubMed",
        "Strosberg J, El-Haddad G, Wolin E, Hendifar A, Yao J, Chasen B, et al.; NETTER-1 Trial "
        "Investigators. Phase 3 Trial of <sup>177</sup>Lu-Dotatate for Midgut Neuroendocrine "
        "Tumors. N Engl J Med. 2017 Jan 12;376(2):125-35. doi: 10.1056/nejmoa1607427. "
        "PMID: 28076709.",
    ),
    Work(
        "organism in JATS",
        "research",
        article(
            "The complete genome sequence of <jats:italic>Escherichia coli</jats:italic> K-12",
            [
                *("Blattner, Frederick R.", "Plunkett, Guy, III", "Bloch, Craig A."),
                *("Perna, Nicole T.", "Burland, Valerie", "Riley, Monica"),
                *("Collado-Vides, Julio", "Glasner, Jeremy D.", "Rode, Christopher K."),
                *("Mayhew, George F.", "Gregor, Jason", "Davis, Nelson Wayne"),
                *("Kirkpatrick, Heather A.", "Goeden, Michael A.", "Rose, Debra J."),
                *("Mau, Bob", "Shao, Ying"),
            ],
            "Science",
            "1997-09-05",
            volume="277",
            issue="5331",
            page="1453-62",
            DOI="10.1126/science.277.5331.1453",
            PMID="9278503",
        ),
        "Blattner FR, Plunkett G III, Bloch CA, et al. The complete genome sequence of "
        "<em>Escherichia coli</em> K-12. <em>Science</em>. 1997;277(5331):1453-1462. "
        "doi:10.1126/science.277.5331.1453 PubMed",
        "Blattner FR, Plunkett G 3rd, Bloch CA, Perna NT, Burland V, Riley M, et al. The complete "
        "genome sequence of <em>Escherichia coli</em> K-12. Science. "
        "1997 Sep 5;277(5331):1453-62. doi: 10.1126/science.277.5331.1453. PMID: 9278503.",
    ),
    Work(
        "marked as retracted",
        "research",
        article(
            "RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive "
            "developmental disorder in children",
            [
                *("Wakefield, A. J.", "Murch, S. H.", "Anthony, A.", "Linnell, J."),
                *("Casson, D. M.", "Malik, M.", "Berelowitz, M.", "Dhillon, A. P."),
                *("Thomson, M. A.", "Harvey, P.", "Valentine, A.", "Davies, S. E."),
                "Walker-Smith, J. A.",
            ],
            "Lancet",
            "1998-02-28",
            volume="351",
            issue="9103",
            page="637-41",
            DOI="10.1016/s0140-6736(97)11096-0",
            PMID="9500320",
        ),
        "Wakefield AJ, Murch SH, Anthony A, et al. RETRACTED: Ileal-lymphoid-nodular hyperplasia, "
        "non-specific colitis, and pervasive developmental disorder in children. "
        "<em>Lancet</em>. 1998;351(9103):637-641. doi:10.1016/s0140-6736(97)11096-0 PubMed",
        "Wakefield AJ, Murch SH, Anthony A, Linnell J, Casson DM, Malik M, et al. RETRACTED: "
        "Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental "
        "disorder in children. Lancet. 1998 Feb 28;351(9103):637-41. "
        "doi: 10.1016/s0140-6736(97)11096-0. PMID: 9500320.",
    ),
    Work(
        "retracted online, never in print",
        "research",
        article(
            "RETRACTED: Hydroxychloroquine or chloroquine with or without a macrolide for "
            "treatment of COVID-19: a multinational registry analysis",
            [
                *("Mehra, Mandeep R.", "Desai, Sapan S.", "Ruschitzka, Frank"),
                "Patel, Amit N.",
            ],
            "Lancet",
            "2020-05-22",
            DOI="10.1016/S0140-6736(20)31180-6",
            PMID="32450107",
        ),
        "Mehra MR, Desai SS, Ruschitzka F, Patel AN. RETRACTED: Hydroxychloroquine or chloroquine "
        "with or without a macrolide for treatment of COVID-19: a multinational registry "
        "analysis. <em>Lancet</em>. Published online May 22, 2020. "
        "doi:10.1016/s0140-6736(20)31180-6 PubMed",
        "Mehra MR, Desai SS, Ruschitzka F, Patel AN. RETRACTED: Hydroxychloroquine or chloroquine "
        "with or without a macrolide for treatment of COVID-19: a multinational registry "
        "analysis. Lancet. 2020 May 22 [Epub ahead of print]. "
        "doi: 10.1016/s0140-6736(20)31180-6. PMID: 32450107.",
    ),
    Work(
        "e-page",
        "research",
        article(
            "Why most published research findings are false",
            ["Ioannidis, John P. A."],
            "PLoS Med",
            "2005-08",
            volume="2",
            issue="8",
            page="e124",
            DOI="10.1371/journal.pmed.0020124",
            PMID="16060722",
            PMCID="PMC1182327",
        ),
        "Ioannidis JPA. Why most published research findings are false. <em>PLoS Med</em>. "
        "2005;2(8):e124. doi:10.1371/journal.pmed.0020124 PubMed",
        "Ioannidis JP. Why most published research findings are false. PLoS Med. "
        "2005 Aug;2(8):e124. doi: 10.1371/journal.pmed.0020124. PMID: 16060722; "
        "PMCID: PMC1182327.",
    ),
]
