"""Books and chapters, in several scripts.

The facts are those of the title pages, from memory; a place of publication is given where we are
sure of it. The Arabic edition is the least certain of them.
"""

from tests.references.styles.work import Work

COCHRANE = {
    "editor": [
        *("Higgins, Julian P. T.", "Thomas, James", "Chandler, Jacqueline"),
        *("Cumpston, Miranda", "Li, Tianjing", "Page, Matthew J.", "Welch, Vivian A."),
    ],
    "edition": "2nd ed.",
    "publisher": "John Wiley & Sons",
    "publisher-place": "Chichester (UK)",
    "issued": "2019",
}

WORKS = [
    Work(
        "six editors, twentieth edition",
        "textbook",
        {
            "type": "book",
            "title": "Harrison's Principles of Internal Medicine",
            "editor": [
                *("Jameson, J. Larry", "Fauci, Anthony S.", "Kasper, Dennis L."),
                *("Hauser, Stephen L.", "Longo, Dan L.", "Loscalzo, Joseph"),
            ],
            "edition": "20",
            "publisher": "McGraw-Hill Education",
            "publisher-place": "New York",
            "issued": "2018",
        },
        "Jameson JL, Fauci AS, Kasper DL, Hauser SL, Longo DL, Loscalzo J, eds. "
        "<em>Harrison&#x27;s Principles of Internal Medicine</em>. 20th ed. "
        "McGraw-Hill Education; 2018.",
        "Jameson JL, Fauci AS, Kasper DL, Hauser SL, Longo DL, Loscalzo J, editors. "
        "Harrison&#x27;s Principles of Internal Medicine. 20th ed. New York: "
        "McGraw-Hill Education; 2018.",
    ),
    Work(
        "one editor, forty-first edition",
        "textbook",
        {
            "type": "book",
            "title": "Gray's Anatomy: The Anatomical Basis of Clinical Practice",
            "editor": ["Standring, Susan"],
            "edition": "41",
            "publisher": "Elsevier",
            "issued": "2016",
        },
        "Standring S, ed. <em>Gray&#x27;s Anatomy: The Anatomical Basis of Clinical "
        "Practice</em>. 41st ed. Elsevier; 2016.",
        "Standring S, editor. Gray&#x27;s Anatomy: The Anatomical Basis of Clinical Practice. "
        "41st ed. Elsevier; 2016.",
    ),
    Work(
        "ten authors",
        "textbook",
        {
            "type": "book",
            "title": "AMA Manual of Style: A Guide for Authors and Editors",
            "author": [
                *("Christiansen, Stacy", "Iverson, Cheryl", "Flanagin, Annette"),
                *("Livingston, Edward H.", "Fischer, Lauren", "Manno, Connie"),
                *("Gregoline, Brenda", "Frey, Tracy", "Fontanarosa, Phil B."),
                "Young, Roxanne K.",
            ],
            "edition": "11",
            "publisher": "Oxford University Press",
            "publisher-place": "New York",
            "issued": "2020",
        },
        "Christiansen S, Iverson C, Flanagin A, et al. <em>AMA Manual of Style: A Guide for "
        "Authors and Editors</em>. 11th ed. Oxford University Press; 2020.",
        "Christiansen S, Iverson C, Flanagin A, Livingston EH, Fischer L, Manno C, et al. "
        "AMA Manual of Style: A Guide for Authors and Editors. 11th ed. New York: "
        "Oxford University Press; 2020.",
    ),
    Work(
        "seven editors and a DOI",
        "textbook",
        {
            "type": "book",
            "title": "Cochrane Handbook for Systematic Reviews of Interventions",
            "DOI": "10.1002/9781119536604",
            **COCHRANE,
        },
        "Higgins JPT, Thomas J, Chandler J, et al, eds. <em>Cochrane Handbook for Systematic "
        "Reviews of Interventions</em>. 2nd ed. John Wiley &amp; Sons; 2019. "
        "doi:10.1002/9781119536604",
        "Higgins JP, Thomas J, Chandler J, Cumpston M, Li T, Page MJ, et al., editors. Cochrane "
        "Handbook for Systematic Reviews of Interventions. 2nd ed. Chichester (UK): "
        "John Wiley &amp; Sons; 2019. doi: 10.1002/9781119536604.",
    ),
    Work(
        "chapter with a DOI",
        "textbook",
        {
            "type": "chapter",
            "title": "Analysing data and undertaking meta-analyses",
            "author": ["Deeks, Jonathan J.", "Higgins, Julian P. T.", "Altman, Douglas G."],
            "container-title": "Cochrane Handbook for Systematic Reviews of Interventions",
            "page": "241-284",
            "DOI": "10.1002/9781119536604.ch10",
            **COCHRANE,
        },
        "Deeks JJ, Higgins JPT, Altman DG. Analysing data and undertaking meta-analyses. In: "
        "Higgins JPT, Thomas J, Chandler J, et al, eds. <em>Cochrane Handbook for Systematic "
        "Reviews of Interventions</em>. 2nd ed. John Wiley &amp; Sons; 2019:241-284. "
        "doi:10.1002/9781119536604.ch10",
        "Deeks JJ, Higgins JP, Altman DG. Analysing data and undertaking meta-analyses. In: "
        "Higgins JP, Thomas J, Chandler J, Cumpston M, Li T, Page MJ, et al., editors. Cochrane "
        "Handbook for Systematic Reviews of Interventions. 2nd ed. Chichester (UK): "
        "John Wiley &amp; Sons; 2019. p. 241-84. doi: 10.1002/9781119536604.ch10.",
    ),
    Work(
        "volume with its own title",
        "textbook",
        {
            "type": "book",
            "title": "Travell & Simons' Myofascial Pain and Dysfunction: The Trigger Point Manual",
            "author": ["Simons, David G.", "Travell, Janet G.", "Simons, Lois S."],
            "volume": "1",
            "volume-title": "Upper Half of Body",
            "edition": "Second edition",
            "publisher": "Williams & Wilkins",
            "publisher-place": "Baltimore",
            "issued": "1999",
        },
        "Simons DG, Travell JG, Simons LS. <em>Travell &amp; Simons&#x27; Myofascial Pain and "
        "Dysfunction: The Trigger Point Manual</em>. Vol 1. <em>Upper Half of Body</em>. "
        "2nd ed. Williams &amp; Wilkins; 1999.",
        "Simons DG, Travell JG, Simons LS. Travell &amp; Simons&#x27; Myofascial Pain and "
        "Dysfunction: The Trigger Point Manual. Vol. 1, Upper Half of Body. 2nd ed. "
        "Baltimore: Williams &amp; Wilkins; 1999.",
    ),
    Work(
        "title that ends in !",
        "textbook",
        {
            "type": "book",
            "title": "Oh, the Places You'll Go!",
            "author": ["org: Dr Seuss"],
            "publisher": "Random House",
            "publisher-place": "New York",
            "issued": "1990",
        },
        "Dr Seuss. <em>Oh, the Places You&#x27;ll Go!</em> Random House; 1990.",
        "Dr Seuss. Oh, the Places You&#x27;ll Go! New York: Random House; 1990.",
    ),
    Work(
        "report with editors and a DOI",
        "textbook",
        {
            "type": "book",
            "title": "To Err Is Human: Building a Safer Health System",
            "editor": ["Kohn, Linda T.", "Corrigan, Janet M.", "Donaldson, Molla S."],
            "publisher": "National Academy Press",
            "publisher-place": "Washington (DC)",
            "issued": "2000",
            "DOI": "10.17226/9728",
        },
        "Kohn LT, Corrigan JM, Donaldson MS, eds. <em>To Err Is Human: Building a Safer Health "
        "System</em>. National Academy Press; 2000. doi:10.17226/9728",
        "Kohn LT, Corrigan JM, Donaldson MS, editors. To Err Is Human: Building a Safer Health "
        "System. Washington (DC): National Academy Press; 2000. doi: 10.17226/9728.",
    ),
    Work(
        "Chinese",
        "textbook",
        {
            "type": "book",
            "title": "青蒿及青蒿素类药物",
            "author": [{"family": "屠", "given": "呦呦"}],
            "publisher": "化学工业出版社",
            "publisher-place": "北京",
            "issued": "2009",
            "language": "zh-CN",
        },
        "屠呦呦. <em>青蒿及青蒿素类药物</em>. 化学工业出版社; 2009.",
        "屠呦呦. 青蒿及青蒿素类药物. 北京: 化学工业出版社; 2009. Chinese.",
    ),
    Work(
        "Japanese",
        "textbook",
        {
            "type": "book",
            "title": "免疫の意味論",
            "author": [{"family": "多田", "given": "富雄"}],
            "publisher": "青土社",
            "publisher-place": "東京",
            "issued": "1993",
            "language": "ja",
        },
        "多田富雄. <em>免疫の意味論</em>. 青土社; 1993.",
        "多田富雄. 免疫の意味論. 東京: 青土社; 1993. Japanese.",
    ),
    Work(
        "Cyrillic",
        "textbook",
        {
            "type": "book",
            "title": "Высшие корковые функции человека",
            "author": ["Лурия, Александр Романович"],
            "publisher": "Издательство Московского университета",
            "publisher-place": "Москва",
            "issued": "1962",
            "language": "ru",
        },
        "Лурия АР. <em>Высшие корковые функции человека</em>. "
        "Издательство Московского университета; 1962.",
        "Лурия АР. Высшие корковые функции человека. Москва: "
        "Издательство Московского университета; 1962. Russian.",
    ),
    Work(
        "Arabic",
        "textbook",
        {
            "type": "book",
            "title": "القانون في الطب",
            "author": [{"literal": "ابن سينا"}],
            "editor": [{"family": "الضناوي", "given": "محمد أمين"}],
            "publisher": "دار الكتب العلمية",
            "publisher-place": "بيروت",
            "issued": "1999",
            "language": "ar",
        },
        "ابن سينا. <em>القانون في الطب</em>. الضناوي محمد أمين, ed. دار الكتب العلمية; 1999.",
        "ابن سينا. القانون في الطب. الضناوي محمد أمين, editor. بيروت: دار الكتب العلمية; 1999. "
        "Arabic.",
    ),
]
