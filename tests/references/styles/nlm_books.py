"""Books, chapters, papers and reports among NLM's samples of formatted references.

The Vancouver line is NLM's own. It ends where the sample goes on to what no record holds: the
number of pages, a contract, a column.
"""

from tests.references.styles.work import Work

WORKS = [
    Work(
        "authors",
        "textbook",
        {
            "type": "book",
            "title": "Medical microbiology",
            "author": [
                *("Murray, Patrick R.", "Rosenthal, Ken S.", "Kobayashi, George S."),
                "Pfaller, Michael A.",
            ],
            "edition": "4th",
            "publisher": "Mosby",
            "publisher-place": "St. Louis",
            "issued": "2002",
        },
        "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. <em>Medical microbiology</em>. "
        "4th ed. Mosby; 2002.",
        "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. "
        "St. Louis: Mosby; 2002.",
    ),
    Work(
        "editors as authors, rank",
        "textbook",
        {
            "type": "book",
            "title": "Operative obstetrics",
            "editor": [
                *("Gilstrap, Larry C., III", "Cunningham, F. Gary"),
                "VanDorsten, J. Peter",
            ],
            "edition": "2",
            "publisher": "McGraw-Hill",
            "publisher-place": "New York",
            "issued": "2002",
        },
        "Gilstrap LC III, Cunningham FG, VanDorsten JP, eds. <em>Operative obstetrics</em>. "
        "2nd ed. McGraw-Hill; 2002.",
        "Gilstrap LC 3rd, Cunningham FG, VanDorsten JP, editors. Operative obstetrics. 2nd ed. "
        "New York: McGraw-Hill; 2002.",
    ),
    Work(
        "authors and editor",
        "textbook",
        {
            "type": "book",
            "title": "Adolescent pregnancy",
            "author": ["Breedlove, Ginger K.", "Schorfheide, Allyn M."],
            "editor": ["Wieczorek, Rita Reis"],
            "edition": "2",
            "publisher": "March of Dimes Education Services",
            "publisher-place": "White Plains (NY)",
            "issued": "2001",
        },
        "Breedlove GK, Schorfheide AM. <em>Adolescent pregnancy</em>. Wieczorek RR, ed. 2nd ed. "
        "March of Dimes Education Services; 2001.",
        "Breedlove GK, Schorfheide AM. Adolescent pregnancy. 2nd ed. Wieczorek RR, editor. "
        "White Plains (NY): March of Dimes Education Services; 2001.",
    ),
    Work(
        "organisation as author",
        "textbook",
        {
            "type": "book",
            "title": "Acute medical emergencies: the practical approach",
            "author": ["org: Advanced Life Support Group"],
            "publisher": "BMJ Books",
            "publisher-place": "London",
            "issued": "2001",
        },
        "Advanced Life Support Group. <em>Acute medical emergencies: the practical approach</em>. "
        "BMJ Books; 2001.",
        "Advanced Life Support Group. Acute medical emergencies: the practical approach. "
        "London: BMJ Books; 2001.",
    ),
    Work(
        "chapter",
        "textbook",
        {
            "type": "chapter",
            "title": "Chromosome alterations in human solid tumors",
            "author": ["Meltzer, Paul S.", "Kallioniemi, Anne", "Trent, Jeffrey M."],
            "editor": ["Vogelstein, Bert", "Kinzler, Kenneth W."],
            "container-title": "The genetic basis of human cancer",
            "publisher": "McGraw-Hill",
            "publisher-place": "New York",
            "issued": "2002",
            "page": "93-113",
        },
        "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. "
        "In: Vogelstein B, Kinzler KW, eds. <em>The genetic basis of human cancer</em>. "
        "McGraw-Hill; 2002:93-113.",
        "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. "
        "In: Vogelstein B, Kinzler KW, editors. The genetic basis of human cancer. "
        "New York: McGraw-Hill; 2002. p. 93-113.",
    ),
    Work(
        "paper in proceedings",
        "research",
        {
            "type": "paper-conference",
            "title": "An analysis of Koza's computational effort statistic for genetic programming",
            "author": ["Christensen, Steffen", "Oppacher, Franz"],
            "editor": [
                *("Foster, James A.", "Lutton, Evelyne", "Miller, Julian"),
                *("Ryan, Conor", "Tettamanzi, Andrea G."),
            ],
            "container-title": "Genetic programming",
            "event-title": "EuroGP 2002: Proceedings of the 5th European Conference on Genetic "
            "Programming",
            "event-date": {"date-parts": [[2002, 4, 3], [2002, 4, 5]]},
            "event-place": "Kinsdale, Ireland",
            "publisher": "Springer",
            "publisher-place": "Berlin",
            "issued": "2002",
            "page": "182-91",
        },
        "Christensen S, Oppacher F. An analysis of Koza&#x27;s computational effort statistic for "
        "genetic programming. In: Foster JA, Lutton E, Miller J, Ryan C, Tettamanzi AG, eds. "
        "<em>Genetic programming</em>. Springer; 2002:182-191.",
        "Christensen S, Oppacher F. An analysis of Koza&#x27;s computational effort statistic for "
        "genetic programming. In: Foster JA, Lutton E, Miller J, Ryan C, Tettamanzi AG, editors. "
        "Genetic programming. EuroGP 2002: Proceedings of the 5th European Conference on Genetic "
        "Programming; 2002 Apr 3-5; Kinsdale, Ireland. Berlin: Springer; 2002. p. 182-91.",
    ),
    Work(
        "report with a number",
        "research",
        {
            "type": "report",
            "title": "Method for measuring the size distribution of airborne Rhinovirus",
            "author": [
                *("Russell, Marion L.", "Goth-Goldstein, Regine", "Apte, Michael G."),
                "Fisk, William J.",
            ],
            "publisher": "Lawrence Berkeley National Laboratory, Environmental Energy "
            "Technologies Division",
            "publisher-place": "Berkeley (CA)",
            "issued": "2002-01",
            "number": "LBNL49574",
        },
        "Russell ML, Goth-Goldstein R, Apte MG, Fisk WJ. <em>Method for measuring the size "
        "distribution of airborne Rhinovirus</em>. Lawrence Berkeley National Laboratory, "
        "Environmental Energy Technologies Division; January 2002. LBNL49574.",
        "Russell ML, Goth-Goldstein R, Apte MG, Fisk WJ. Method for measuring the size "
        "distribution of airborne Rhinovirus. Berkeley (CA): Lawrence Berkeley National "
        "Laboratory, Environmental Energy Technologies Division; 2002 Jan. "
        "Report No.: LBNL49574.",
    ),
    Work(
        "dissertation",
        "research",
        {
            "type": "thesis",
            "title": "Infant sleep and feeding: a telephone survey of Hispanic Americans",
            "author": ["Borkowski, Maria M."],
            "genre": "PhD thesis",
            "publisher": "Central Michigan University",
            "publisher-place": "Mount Pleasant (MI)",
            "issued": "2002",
        },
        "Borkowski MM. <em>Infant sleep and feeding: a telephone survey of Hispanic "
        "Americans</em>. Dissertation. Central Michigan University; 2002.",
        "Borkowski MM. Infant sleep and feeding: a telephone survey of Hispanic Americans "
        "[dissertation]. Mount Pleasant (MI): Central Michigan University; 2002.",
    ),
    Work(
        "book on CD-ROM",
        "textbook",
        {
            "type": "book",
            "title": "Anderson's electronic atlas of hematology",
            "author": ["Anderson, Shauna C.", "Poulsen, Keila B."],
            "medium": "CD-ROM",
            "publisher": "Lippincott Williams & Wilkins",
            "publisher-place": "Philadelphia",
            "issued": "2002",
        },
        "Anderson SC, Poulsen KB. <em>Anderson&#x27;s electronic atlas of hematology</em>. "
        "CD-ROM. Lippincott Williams &amp; Wilkins; 2002.",
        "Anderson SC, Poulsen KB. Anderson&#x27;s electronic atlas of hematology [CD-ROM]. "
        "Philadelphia: Lippincott Williams &amp; Wilkins; 2002.",
    ),
    Work(
        "videocassette",
        "textbook",
        {
            "type": "motion_picture",
            "title": "Hospital preparedness for bioterrorism",
            "author": ["Chason, Kevin W.", "Sallustio, Sal"],
            "medium": "videocassette",
            "publisher": "Network for Continuing Medical Education",
            "publisher-place": "Secaucus (NJ)",
            "issued": "2002",
        },
        "Chason KW, Sallustio S. <em>Hospital preparedness for bioterrorism</em>. "
        "Videocassette. Network for Continuing Medical Education; 2002.",
        "Chason KW, Sallustio S. Hospital preparedness for bioterrorism [videocassette]. "
        "Secaucus (NJ): Network for Continuing Medical Education; 2002.",
    ),
    Work(
        "entry of a dictionary",
        "textbook",
        {
            "type": "entry-dictionary",
            "title": "Filamin",
            "container-title": "Dorland's illustrated medical dictionary",
            "edition": "29",
            "publisher": "W.B. Saunders",
            "publisher-place": "Philadelphia",
            "issued": "2000",
            "page": "675",
        },
        "Filamin. In: <em>Dorland&#x27;s illustrated medical dictionary</em>. 29th ed. "
        "W.B. Saunders; 2000:675.",
        "Dorland&#x27;s illustrated medical dictionary. 29th ed. Philadelphia: W.B. Saunders; "
        "2000. Filamin; p. 675.",
    ),
    Work(
        "book read online",
        "textbook",
        {
            "type": "book",
            "title": "Improving palliative care for cancer",
            "editor": ["Foley, Kathleen M.", "Gelband, Hellen"],
            "publisher": "National Academy Press",
            "publisher-place": "Washington",
            "issued": "2001",
            "accessed": "2002-07-09",
            "URL": "http://www.nap.edu/books/0309074029/html/",
        },
        "Foley KM, Gelband H, eds. <em>Improving palliative care for cancer</em>. National "
        "Academy Press; 2001. Accessed July 9, 2002. http://www.nap.edu/books/0309074029/html/",
        "Foley KM, Gelband H, editors. Improving palliative care for cancer [Internet]. "
        "Washington: National Academy Press; 2001 [cited 2002 Jul 9]. "
        "Available from: http://www.nap.edu/books/0309074029/html/.",
    ),
    Work(
        "website with years and an update",
        "website",
        {
            "type": "webpage",
            "title": "Cancer-Pain.org",
            "publisher": "Association of Cancer Online Resources, Inc.",
            "publisher-place": "New York",
            "original-date": {"date-parts": [[2000], [2001]]},
            "issued": "2002-05-16",
            "accessed": "2002-07-09",
            "URL": "http://www.cancer-pain.org/",
        },
        "Cancer-Pain.org. Association of Cancer Online Resources, Inc. 2000-2001. "
        "Updated May 16, 2002. Accessed July 9, 2002. http://www.cancer-pain.org/",
        # NLM writes "c2000-01": that these are years of copyright is in no record.
        "Cancer-Pain.org [Internet]. New York: Association of Cancer Online Resources, Inc.; "
        "2000-2001 [updated 2002 May 16; cited 2002 Jul 9]. "
        "Available from: http://www.cancer-pain.org/.",
    ),
]
