"""Articles for the names of their authors: how many, of which shape, in which script.

What the records say is what PubMed says, from memory, like those of `articles_of_groups`.
"""

from tests.references.styles.work import Work, article

WORKS = [
    Work(
        "two authors, semicolon in the title",
        "research",
        article(
            "Molecular structure of nucleic acids; a structure for deoxyribose nucleic acid",
            ["Watson, J. D.", "Crick, F. H. C."],
            "Nature",
            "1953-04-25",
            volume="171",
            issue="4356",
            page="737-8",
            DOI="10.1038/171737a0",
            PMID="13054692",
        ),
        "Watson JD, Crick FHC. Molecular structure of nucleic acids; a structure for deoxyribose "
        "nucleic acid. <em>Nature</em>. 1953;171(4356):737-738. doi:10.1038/171737a0 PubMed",
        "Watson JD, Crick FH. Molecular structure of nucleic acids; a structure for deoxyribose "
        "nucleic acid. Nature. 1953 Apr 25;171(4356):737-8. doi: 10.1038/171737a0. "
        "PMID: 13054692.",
    ),
    Work(
        "seven authors, question as title",
        "research",
        article(
            "Assessing the quality of reports of randomized clinical trials: is blinding "
            "necessary?",
            [
                *("Jadad, Alejandro R.", "Moore, R. Andrew", "Carroll, Dawn"),
                *("Jenkinson, Crispin", "Reynolds, D. John M.", "Gavaghan, David J."),
                "McQuay, Henry J.",
            ],
            "Control Clin Trials",
            "1996-02",
            volume="17",
            issue="1",
            page="1-12",
            DOI="10.1016/0197-2456(95)00134-4",
            PMID="8721797",
        ),
        "Jadad AR, Moore RA, Carroll D, et al. Assessing the quality of reports of randomized "
        "clinical trials: is blinding necessary? <em>Control Clin Trials</em>. 1996;17(1):1-12. "
        "doi:10.1016/0197-2456(95)00134-4 PubMed",
        "Jadad AR, Moore RA, Carroll D, Jenkinson C, Reynolds DJ, Gavaghan DJ, et al. Assessing "
        "the quality of reports of randomized clinical trials: is blinding necessary? "
        "Control Clin Trials. 1996 Feb;17(1):1-12. doi: 10.1016/0197-2456(95)00134-4. "
        "PMID: 8721797.",
    ),
    Work(
        "three initials, of which NLM keeps two",
        "research",
        article(
            "Evidence based medicine: what it is and what it isn't",
            [
                *("Sackett, David L.", "Rosenberg, William M. C.", "Gray, J. A. Muir"),
                *("Haynes, R. Brian", "Richardson, W. Scott"),
            ],
            "BMJ",
            "1996-01-13",
            volume="312",
            issue="7023",
            page="71-2",
            DOI="10.1136/bmj.312.7023.71",
            PMID="8555924",
            PMCID="PMC2349778",
        ),
        "Sackett DL, Rosenberg WMC, Gray JAM, Haynes RB, Richardson WS. Evidence based medicine: "
        "what it is and what it isn&#x27;t. <em>BMJ</em>. 1996;312(7023):71-72. "
        "doi:10.1136/bmj.312.7023.71 PubMed",
        "Sackett DL, Rosenberg WM, Gray JA, Haynes RB, Richardson WS. Evidence based medicine: "
        "what it is and what it isn&#x27;t. BMJ. 1996 Jan 13;312(7023):71-2. "
        "doi: 10.1136/bmj.312.7023.71. PMID: 8555924; PMCID: PMC2349778.",
    ),
    Work(
        "hyphens in family and given names",
        "research",
        article(
            "Isolation of a T-lymphotropic retrovirus from a patient at risk for acquired immune "
            "deficiency syndrome (AIDS)",
            [
                *("Barré-Sinoussi, Françoise", "Chermann, Jean-Claude", "Rey, Françoise"),
                *("Nugeyre, Marie-Thérèse", "Chamaret, Sophie", "Gruest, Jacqueline"),
                *("Dauguet, Charles", "Axler-Blin, Charles", "Vézinet-Brun, Françoise"),
                *("Rouzioux, Christine", "Rozenbaum, Willy", "Montagnier, Luc"),
            ],
            "Science",
            "1983-05-20",
            volume="220",
            issue="4599",
            page="868-71",
            DOI="10.1126/science.6189183",
            PMID="6189183",
        ),
        "Barré-Sinoussi F, Chermann JC, Rey F, et al. Isolation of a T-lymphotropic retrovirus "
        "from a patient at risk for acquired immune deficiency syndrome (AIDS). <em>Science</em>. "
        "1983;220(4599):868-871. doi:10.1126/science.6189183 PubMed",
        "Barré-Sinoussi F, Chermann JC, Rey F, Nugeyre MT, Chamaret S, Gruest J, et al. Isolation "
        "of a T-lymphotropic retrovirus from a patient at risk for acquired immune deficiency "
        "syndrome (AIDS). Science. 1983 May 20;220(4599):868-71. doi: 10.1126/science.6189183. "
        "PMID: 6189183.",
    ),
    Work(
        "Dutch particles",
        "trial",
        article(
            "Reduced Lung-Cancer Mortality with Volume CT Screening in a Randomized Trial",
            [
                {"family": "Koning", "given": "Harry J.", "non-dropping-particle": "de"},
                {"family": "Aalst", "given": "Carlijn M.", "non-dropping-particle": "van der"},
                {"family": "Jong", "given": "Pim A.", "non-dropping-particle": "de"},
                *("Scholten, Ernst T.", "Nackaerts, Kristiaan", "Heuvelmans, Marjolein A."),
                *("Lammers, Jan-Willem J.", "Weenink, Carla", "Yousaf-Khan, Uraujh"),
                *("Horeweg, Nanda", "van 't Westeinde, Susan", "Prokop, Mathias"),
                *("Mali, Willem P.", "Mohamed Hoesein, Firdaus A. A.", "van Ooijen, Peter M. A."),
                *("Aerts, Joachim G. J. V.", "den Bakker, Michael A.", "Thunnissen, Erik"),
                *("Verschakelen, Johny", "Vliegenthart, Rozemarijn", "Walter, Joan E."),
                *("ten Haaf, Kevin", "Groen, Harry J. M.", "Oudkerk, Matthijs"),
            ],
            "N Engl J Med",
            "2020-02-06",
            available_date="2020-01-29",
            volume="382",
            issue="6",
            page="503-513",
            DOI="10.1056/NEJMoa1911793",
            PMID="31995683",
        ),
        "de Koning HJ, van der Aalst CM, de Jong PA, et al. Reduced Lung-Cancer Mortality with "
        "Volume CT Screening in a Randomized Trial. <em>N Engl J Med</em>. 2020;382(6):503-513. "
        "doi:10.1056/nejmoa1911793 PubMed",
        "de Koning HJ, van der Aalst CM, de Jong PA, Scholten ET, Nackaerts K, Heuvelmans MA, "
        "et al. Reduced Lung-Cancer Mortality with Volume CT Screening in a Randomized Trial. "
        "N Engl J Med. 2020 Feb 6;382(6):503-13. doi: 10.1056/nejmoa1911793. Epub 2020 Jan 29. "
        "PMID: 31995683.",
    ),
    Work(
        "rank in Arabic",
        "research",
        article(
            "Hip fractures in the elderly: a world-wide projection",
            ["Cooper, C.", "Campion, G.", "Melton, L. J., 3rd"],
            "Osteoporos Int",
            "1992-11",
            volume="2",
            issue="6",
            page="285-9",
            DOI="10.1007/BF01623184",
            PMID="1421796",
        ),
        "Cooper C, Campion G, Melton LJ III. Hip fractures in the elderly: a world-wide "
        "projection. <em>Osteoporos Int</em>. 1992;2(6):285-289. doi:10.1007/bf01623184 PubMed",
        "Cooper C, Campion G, Melton LJ 3rd. Hip fractures in the elderly: a world-wide "
        "projection. Osteoporos Int. 1992 Nov;2(6):285-9. doi: 10.1007/bf01623184. "
        "PMID: 1421796.",
    ),
    Work(
        "translated from Japanese",
        "research",
        article(
            "[Acute febrile mucocutaneous syndrome with lymphoid involvement with specific "
            "desquamation of the fingers and toes in children].",
            ["Kawasaki, T"],
            "Arerugi",
            "1967-03",
            volume="16",
            issue="3",
            page="178-222",
            language="jpn",
            PMID="6062087",
        ),
        "Kawasaki T. Acute febrile mucocutaneous syndrome with lymphoid involvement with specific "
        "desquamation of the fingers and toes in children [in Japanese]. <em>Arerugi</em>. "
        "1967;16(3):178-222. PubMed",
        "Kawasaki T. [Acute febrile mucocutaneous syndrome with lymphoid involvement with "
        "specific desquamation of the fingers and toes in children]. Arerugi. "
        "1967 Mar;16(3):178-222. Japanese. PMID: 6062087.",
    ),
    Work(
        "nineteen authors",
        "guideline",
        article(
            "The Third International Consensus Definitions for Sepsis and Septic Shock (Sepsis-3)",
            [
                *("Singer, Mervyn", "Deutschman, Clifford S.", "Seymour, Christopher Warren"),
                *("Shankar-Hari, Manu", "Annane, Djillali", "Bauer, Michael"),
                *("Bellomo, Rinaldo", "Bernard, Gordon R.", "Chiche, Jean-Daniel"),
                *("Coopersmith, Craig M.", "Hotchkiss, Richard S.", "Levy, Mitchell M."),
                *("Marshall, John C.", "Martin, Greg S.", "Opal, Steven M."),
                *("Rubenfeld, Gordon D.", "van der Poll, Tom", "Vincent, Jean-Louis"),
                "Angus, Derek C.",
            ],
            "JAMA",
            "2016-02-23",
            volume="315",
            issue="8",
            page="801-10",
            DOI="10.1001/jama.2016.0287",
            PMID="26903338",
            PMCID="PMC4968574",
        ),
        "Singer M, Deutschman CS, Seymour CW, et al. The Third International Consensus "
        "Definitions for Sepsis and Septic Shock (Sepsis-3). <em>JAMA</em>. "
        "2016;315(8):801-810. doi:10.1001/jama.2016.0287 PubMed",
        "Singer M, Deutschman CS, Seymour CW, Shankar-Hari M, Annane D, Bauer M, et al. The Third "
        "International Consensus Definitions for Sepsis and Septic Shock (Sepsis-3). JAMA. "
        "2016 Feb 23;315(8):801-10. doi: 10.1001/jama.2016.0287. PMID: 26903338; "
        "PMCID: PMC4968574.",
    ),
]
