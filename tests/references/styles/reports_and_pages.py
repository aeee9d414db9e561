"""Guidelines and reports of organisations, labels, websites, theses, papers read, programs.

The facts are those of the works themselves, from memory; the day of the visit is ours.
"""

from tests.references.styles.work import Work

VISIT = "2025-11-04"

WORKS = [
    Work(
        "guideline of an organisation, online",
        "guideline",
        {
            "type": "report",
            "title": "WHO Guidelines on Physical Activity and Sedentary Behaviour",
            "author": ["org: World Health Organization"],
            "publisher": "World Health Organization",
            "publisher-place": "Geneva",
            "issued": "2020",
            "accessed": VISIT,
            "URL": "https://www.who.int/publications/i/item/9789240015128",
        },
        "World Health Organization. <em>WHO Guidelines on Physical Activity and Sedentary "
        "Behaviour</em>. World Health Organization; 2020. Accessed November 4, 2025. "
        "https://www.who.int/publications/i/item/9789240015128",
        "World Health Organization. WHO Guidelines on Physical Activity and Sedentary Behaviour "
        "[Internet]. Geneva: World Health Organization; 2020 [cited 2025 Nov 4]. "
        "Available from: https://www.who.int/publications/i/item/9789240015128",
    ),
    Work(
        "guideline that is a website",
        "guideline",
        {
            "type": "webpage",
            "title": "Low back pain and sciatica in over 16s: assessment and management",
            "author": ["org: National Institute for Health and Care Excellence"],
            "publisher": "National Institute for Health and Care Excellence",
            "publisher-place": "London",
            "original-date": "2016-11-30",
            "issued": "2020-12-11",
            "accessed": VISIT,
            "URL": "https://www.nice.org.uk/guidance/ng59",
        },
        "National Institute for Health and Care Excellence. Low back pain and sciatica in over "
        "16s: assessment and management. November 30, 2016. Updated December 11, 2020. "
        "Accessed November 4, 2025. https://www.nice.org.uk/guidance/ng59",
        "National Institute for Health and Care Excellence. Low back pain and sciatica in over "
        "16s: assessment and management [Internet]. London: National Institute for Health and "
        "Care Excellence; 2016 Nov 30 [updated 2020 Dec 11; cited 2025 Nov 4]. "
        "Available from: https://www.nice.org.uk/guidance/ng59",
    ),
    Work(
        "guideline with a publication number",
        "guideline",
        {
            "type": "report",
            "title": "Expert Panel Report 3: Guidelines for the Diagnosis and Management of Asthma",
            "author": ["org: National Asthma Education and Prevention Program"],
            "publisher": "National Heart, Lung, and Blood Institute",
            "publisher-place": "Bethesda (MD)",
            "issued": "2007-08",
            "number": "NIH publication 07-4051",
        },
        "National Asthma Education and Prevention Program. <em>Expert Panel Report 3: Guidelines "
        "for the Diagnosis and Management of Asthma</em>. National Heart, Lung, and Blood "
        "Institute; August 2007. NIH publication 07-4051.",
        "National Asthma Education and Prevention Program. Expert Panel Report 3: Guidelines for "
        "the Diagnosis and Management of Asthma. Bethesda (MD): National Heart, Lung, and Blood "
        "Institute; 2007 Aug. NIH publication 07-4051.",
    ),
    Work(
        "report, dash in the title",
        "research",
        {
            "type": "report",
            "title": "The Health Consequences of Smoking—50 Years of Progress: A Report of the "
            "Surgeon General",
            "author": ["org: US Department of Health and Human Services"],
            "publisher": "Centers for Disease Control and Prevention",
            "publisher-place": "Atlanta (GA)",
            "issued": "2014",
        },
        "US Department of Health and Human Services. <em>The Health Consequences of Smoking—50 "
        "Years of Progress: A Report of the Surgeon General</em>. Centers for Disease Control "
        "and Prevention; 2014.",
        "US Department of Health and Human Services. The Health Consequences of Smoking—50 Years "
        "of Progress: A Report of the Surgeon General. Atlanta (GA): Centers for Disease Control "
        "and Prevention; 2014.",
    ),
    Work(
        "label at DailyMed",
        "drug_label",
        {
            "type": "webpage",
            "title": "Keytruda",
            "publisher": "Merck Sharp & Dohme LLC",
            "publisher-place": "Rahway (NJ)",
            "issued": "2024",
            "accessed": VISIT,
            "setid": "9333c79b-d487-4538-a9f0-71b91a02b287",
            "URL": "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm"
            "?setid=9333c79b-d487-4538-a9f0-71b91a02b287",
        },
        "Keytruda. Prescribing information. Merck Sharp &amp; Dohme LLC; 2024. "
        "Accessed November 4, 2025. https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm"
        "?setid=9333c79b-d487-4538-a9f0-71b91a02b287",
        "Keytruda [prescribing information on the Internet]. Rahway (NJ): "
        "Merck Sharp &amp; Dohme LLC; 2024 [cited 2025 Nov 4]. Available from: "
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm"
        "?setid=9333c79b-d487-4538-a9f0-71b91a02b287",
    ),
    Work(
        "website, author is site",
        "website",
        {
            "type": "webpage",
            "title": "Hypertension",
            "author": ["org: World Health Organization"],
            "publisher": "World Health Organization",
            "publisher-place": "Geneva",
            "issued": "2023-03-16",
            "accessed": VISIT,
            "URL": "https://www.who.int/news-room/fact-sheets/detail/hypertension",
        },
        "World Health Organization. Hypertension. March 16, 2023. Accessed November 4, 2025. "
        "https://www.who.int/news-room/fact-sheets/detail/hypertension",
        "World Health Organization. Hypertension [Internet]. Geneva: World Health Organization; "
        "2023 Mar 16 [cited 2025 Nov 4]. "
        "Available from: https://www.who.int/news-room/fact-sheets/detail/hypertension",
    ),
    Work(
        "website without author and date",
        "website",
        {
            "type": "webpage",
            "title": "Samples of Formatted References for Authors of Journal Articles",
            "publisher": "National Library of Medicine (US)",
            "publisher-place": "Bethesda (MD)",
            "accessed": VISIT,
            "URL": "https://www.nlm.nih.gov/bsd/uniform_requirements.html",
        },
        "Samples of Formatted References for Authors of Journal Articles. National Library of "
        "Medicine (US). Accessed November 4, 2025. "
        "https://www.nlm.nih.gov/bsd/uniform_requirements.html",
        "Samples of Formatted References for Authors of Journal Articles [Internet]. "
        "Bethesda (MD): National Library of Medicine (US); [date unknown] [cited 2025 Nov 4]. "
        "Available from: https://www.nlm.nih.gov/bsd/uniform_requirements.html",
    ),
    Work(
        "master's thesis, online",
        "research",
        {
            "type": "thesis",
            "title": "A Symbolic Analysis of Relay and Switching Circuits",
            "author": ["Shannon, Claude Elwood"],
            "genre": "Master's thesis",
            "publisher": "Massachusetts Institute of Technology",
            "publisher-place": "Cambridge (MA)",
            "issued": "1940",
            "accessed": VISIT,
            "URL": "http://hdl.handle.net/1721.1/11173",
        },
        "Shannon CE. <em>A Symbolic Analysis of Relay and Switching Circuits</em>. "
        "Master&#x27;s thesis. Massachusetts Institute of Technology; 1940. "
        "Accessed November 4, 2025. http://hdl.handle.net/1721.1/11173",
        "Shannon CE. A Symbolic Analysis of Relay and Switching Circuits [master&#x27;s thesis on "
        "the Internet]. Cambridge (MA): Massachusetts Institute of Technology; 1940 "
        "[cited 2025 Nov 4]. Available from: http://hdl.handle.net/1721.1/11173",
    ),
    Work(
        "paper read at a meeting of several days",
        "research",
        {
            "type": "paper-conference",
            "title": "Attention is all you need",
            "author": [
                *("Vaswani, Ashish", "Shazeer, Noam", "Parmar, Niki", "Uszkoreit, Jakob"),
                *("Jones, Llion", "Gomez, Aidan N.", "Kaiser, Łukasz", "Polosukhin, Illia"),
            ],
            "event-title": "31st Conference on Neural Information Processing Systems",
            "event-date": {"date-parts": [[2017, 12, 4], [2017, 12, 9]]},
            "event-place": "Long Beach, CA",
        },
        "Vaswani A, Shazeer N, Parmar N, et al. Attention is all you need. Paper presented at: "
        "31st Conference on Neural Information Processing Systems; December 4-9, 2017; "
        "Long Beach, CA.",
        "Vaswani A, Shazeer N, Parmar N, Uszkoreit J, Jones L, Gomez AN, et al. Attention is all "
        "you need. Paper presented at: 31st Conference on Neural Information Processing Systems; "
        "2017 Dec 4-9; Long Beach, CA.",
    ),
    Work(
        "magazine, online",
        "website",
        {
            "type": "article-magazine",
            "title": "The checklist",
            "author": ["Gawande, Atul"],
            "container-title": "The New Yorker",
            "issued": "2007-12-10",
            "accessed": VISIT,
            "URL": "https://www.newyorker.com/magazine/2007/12/10/the-checklist",
        },
        "Gawande A. The checklist. <em>The New Yorker</em>. December 10, 2007. "
        "Accessed November 4, 2025. "
        "https://www.newyorker.com/magazine/2007/12/10/the-checklist",
        "Gawande A. The checklist. The New Yorker [Internet]. 2007 Dec 10 [cited 2025 Nov 4]. "
        "Available from: https://www.newyorker.com/magazine/2007/12/10/the-checklist",
    ),
    Work(
        "program",
        "research",
        {
            "type": "software",
            "title": "R: A Language and Environment for Statistical Computing",
            "author": ["org: R Core Team"],
            "version": "4.3.1",
            "publisher": "R Foundation for Statistical Computing",
            "publisher-place": "Vienna",
            "issued": "2023",
            "accessed": VISIT,
            "URL": "https://www.R-project.org/",
        },
        "R Core Team. <em>R: A Language and Environment for Statistical Computing</em>. "
        "Version 4.3.1. R Foundation for Statistical Computing; 2023. "
        "Accessed November 4, 2025. https://www.r-project.org/",
        "R Core Team. R: A Language and Environment for Statistical Computing [Internet]. "
        "Version 4.3.1. Vienna: R Foundation for Statistical Computing; 2023 "
        "[cited 2025 Nov 4]. Available from: https://www.r-project.org/.",
    ),
]
