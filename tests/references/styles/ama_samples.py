"""Works that the AMA Manual, 11th edition, prints itself, or guides to it quote.

The AMA line is the manual's, as publicly quoted (sections 3.9.2, 3.12.2, 3.13.1, 3.15); the
names behind initials, and all of a list that it cuts short, are from memory. Where the manual
leaves out a place of publication that we do not know for certain, the record has none.
"""

from tests.references.styles.work import Work, article

WORKS = [
    Work(
        "online first",
        "research",
        article(
            "Protecting the sanctity of the patient-physician relationship",
            ["Harman, Stephanie", "Verghese, Abraham"],
            "JAMA",
            "2019-10-29",
            DOI="10.1001/jama.2019.17965",
        ),
        "Harman S, Verghese A. Protecting the sanctity of the patient-physician relationship. "
        "<em>JAMA</em>. Published online October 29, 2019. doi:10.1001/jama.2019.17965",
        "Harman S, Verghese A. Protecting the sanctity of the patient-physician relationship. "
        "JAMA. 2019 Oct 29 [Epub ahead of print]. doi: 10.1001/jama.2019.17965.",
    ),
    Work(
        "no author",
        "research",
        article(
            "Incorrect percentages in the abstract",
            [],
            "JAMA Oncol",
            "2017-12-01",
            volume="3",
            issue="12",
            page="1742",
            DOI="10.1001/jamaoncol.2017.4368",
        ),
        "Incorrect percentages in the abstract. <em>JAMA Oncol</em>. 2017;3(12):1742. "
        "doi:10.1001/jamaoncol.2017.4368",
        "Incorrect percentages in the abstract. JAMA Oncol. 2017 Dec 1;3(12):1742. "
        "doi: 10.1001/jamaoncol.2017.4368.",
    ),
    Work(
        "Anonymous by name, typographic apostrophe",
        "research",
        article(
            "Care can’t get better until complaints are heard",
            ["org: Anonymous"],
            "BMJ",
            "2012",
            volume="345",
            number="e4511",
            DOI="10.1136/bmj.e4511",
        ),
        "Anonymous. Care can’t get better until complaints are heard. "
        "<em>BMJ</em>. 2012;345:e4511. doi:10.1136/bmj.e4511",
        "Anonymous. Care can’t get better until complaints are heard. BMJ. 2012;345:e4511. "
        "doi: 10.1136/bmj.e4511.",
    ),
    Work(
        "German, double issue",
        "research",
        article(
            "Psychopharmakotherapie bei Demenzerkrankungen",
            ["Richartz, Elke", "Schott, Klaus-Jürgen", "Wormstall, Henning"],
            "Dtsch. Med. Wochenschr.",
            "2004",
            volume="129",
            issue="25/26",
            page="1434-40",
            language="de-DE",
        ),
        "Richartz E, Schott KJ, Wormstall H. Psychopharmakotherapie bei Demenzerkrankungen. "
        "<em>Dtsch Med Wochenschr</em>. 2004;129(25/26):1434-1440.",
        "Richartz E, Schott KJ, Wormstall H. Psychopharmakotherapie bei Demenzerkrankungen. "
        "Dtsch Med Wochenschr. 2004;129(25/26):1434-40. German.",
    ),
    Work(
        "editors of a book",
        "textbook",
        {
            "type": "book",
            "title": "Pediatric Environmental Health",
            "editor": ["Etzel, Ruth A.", "Balk, Sophie J."],
            "publisher": "American Academy of Pediatrics",
            "issued": "2011",
        },
        "Etzel RA, Balk SJ, eds. <em>Pediatric Environmental Health</em>. American Academy of "
        "Pediatrics; 2011.",
        "Etzel RA, Balk SJ, editors. Pediatric Environmental Health. American Academy of "
        "Pediatrics; 2011.",
    ),
    Work(
        "seven editors",
        "textbook",
        {
            "type": "book",
            "title": "Middleton’s Allergy: Principles and Practice",
            "editor": [
                *("Adkinson, N. Franklin, Jr", "Bochner, Bruce S.", "Burks, Wesley"),
                *("Busse, William W.", "Holgate, Stephen T.", "Lemanske, Robert F., Jr"),
                "O'Hehir, Robyn E.",
            ],
            "edition": "8",
            "publisher": "Saunders",
            "issued": "2014",
        },
        "Adkinson NF Jr, Bochner BS, Burks W, et al, eds. <em>Middleton’s Allergy: Principles "
        "and Practice</em>. 8th ed. Saunders; 2014.",
        "Adkinson NF Jr, Bochner BS, Burks W, Busse WW, Holgate ST, Lemanske RF Jr, et al., "
        "editors. Middleton’s Allergy: Principles and Practice. 8th ed. Saunders; 2014.",
    ),
    Work(
        "one author of a book",
        "textbook",
        {
            "type": "book",
            "title": "Hallucinations",
            "author": ["Sacks, Oliver"],
            "publisher": "Alfred A Knopf",
            "publisher-place": "New York",
            "issued": "2012",
        },
        "Sacks O. <em>Hallucinations</em>. Alfred A Knopf; 2012.",
        "Sacks O. Hallucinations. New York: Alfred A Knopf; 2012.",
    ),
    Work(
        "question as title, page of a newspaper",
        "website",
        {
            "type": "article-newspaper",
            "title": "Peanut allergy relief?",
            "author": ["Schencker, Lisa"],
            "container-title": "Chicago Tribune",
            "issued": "2019-09-22",
            "page": "C1",
        },
        "Schencker L. Peanut allergy relief? <em>Chicago Tribune</em>. September 22, 2019:C1.",
        "Schencker L. Peanut allergy relief? Chicago Tribune. 2019 Sep 22;Sect. C:1.",
    ),
    Work(
        "newspaper read online",
        "website",
        {
            "type": "article-newspaper",
            "title": "Minneapolis street doctor dispenses care with a dose of dignity",
            "author": ["Tevlin, Jon"],
            "container-title": "Minneapolis Star Tribune",
            "issued": "2016-01-23",
            "accessed": "2016-01-28",
            "URL": "http://www.startribune.com/366313741/",  # the manual's is longer
        },
        "Tevlin J. Minneapolis street doctor dispenses care with a dose of dignity. "
        "<em>Minneapolis Star Tribune</em>. January 23, 2016. Accessed January 28, 2016. "
        "http://www.startribune.com/366313741/",
        "Tevlin J. Minneapolis street doctor dispenses care with a dose of dignity. "
        "Minneapolis Star Tribune [Internet]. 2016 Jan 23 [cited 2016 Jan 28]. "
        "Available from: http://www.startribune.com/366313741/.",
    ),
    Work(
        "website with an update",
        "website",
        {
            "type": "webpage",
            "title": "Zika travel information",
            "container-title": "Centers for Disease Control and Prevention",
            "original-date": "2016-01-26",
            "issued": "2016-08-11",
            "accessed": "2019-06-18",
            "URL": "https://wwwnc.cdc.gov/travel/page/zika-travel-information",
        },
        "Zika travel information. Centers for Disease Control and Prevention. January 26, 2016. "
        "Updated August 11, 2016. Accessed June 18, 2019. "
        "https://wwwnc.cdc.gov/travel/page/zika-travel-information",
        "Zika travel information [Internet]. Centers for Disease Control and Prevention; "
        "2016 Jan 26 [updated 2016 Aug 11; cited 2019 Jun 18]. "
        "Available from: https://wwwnc.cdc.gov/travel/page/zika-travel-information",
    ),
    Work(
        "registration of a trial",
        "website",
        {
            "type": "webpage",
            "title": "Evaluation of phage therapy for the treatment of <i>Escherichia coli</i> and "
            "<i>Pseudomonas aeruginosa</i> wound infections in burned patients (PHAGOBURN)",
            "publisher": "ClinicalTrials.gov",
            "NCT": "NCT02116010",
            "issued": "2015-07-23",
            "accessed": "2016-10-13",
            "URL": "https://www.clinicaltrials.gov/ct2/show/NCT02116010",
        },
        "Evaluation of phage therapy for the treatment of <em>Escherichia coli</em> and "
        "<em>Pseudomonas aeruginosa</em> wound infections in burned patients (PHAGOBURN). "
        "ClinicalTrials.gov identifier: NCT02116010. Updated July 23, 2015. "
        "Accessed October 13, 2016. https://www.clinicaltrials.gov/ct2/show/NCT02116010",
        "ClinicalTrials.gov [Internet]. Bethesda (MD): National Library of Medicine (US). "
        "Identifier NCT02116010, Evaluation of phage therapy for the treatment of "
        "<em>Escherichia coli</em> and <em>Pseudomonas aeruginosa</em> wound infections in "
        "burned patients (PHAGOBURN); 2015 Jul 23 [cited 2016 Oct 13]. "
        "Available from: https://www.clinicaltrials.gov/ct2/show/NCT02116010",
    ),
    Work(
        "package insert",
        "drug_label",
        {
            "type": "document",
            "title": "Lamisil",
            "genre": "Package insert",
            "publisher": "Sandoz Pharmaceuticals Corp",
            "publisher-place": "East Hanover (NJ)",
            "issued": "1993",
        },
        "Lamisil. Package insert. Sandoz Pharmaceuticals Corp; 1993.",
        "Lamisil [package insert]. East Hanover (NJ): Sandoz Pharmaceuticals Corp; 1993.",
    ),
    Work(
        "report of a series, persons",
        "research",
        {
            "type": "report",
            "title": "Telemedicine Use in Children Aged 0–17 Years: United States, July–December "
            "2020",
            "author": ["Villarroel, Maria A.", "Lucas, Jacqueline W."],
            "publisher": "National Center for Health Statistics",
            "publisher-place": "Hyattsville (MD)",
            "issued": "2022",
            "number": "National Health Statistics Reports no. 170",
        },
        "Villarroel MA, Lucas JW. <em>Telemedicine Use in Children Aged 0–17 Years: United "
        "States, July–December 2020</em>. National Center for Health Statistics; 2022. "
        "National Health Statistics Reports no. 170.",
        "Villarroel MA, Lucas JW. Telemedicine Use in Children Aged 0–17 Years: United States, "
        "July–December 2020. Hyattsville (MD): National Center for Health Statistics; 2022. "
        "National Health Statistics Reports no. 170.",
    ),
    Work(
        "report, publisher is author",
        "guideline",
        {
            "type": "report",
            "title": "TB Action Plan for England, 2021 to 2026",
            "author": ["org: UK Health Security Agency"],
            "publisher": "UK Health Security Agency",
            "publisher-place": "London",
            "issued": "2021",
        },
        "UK Health Security Agency. <em>TB Action Plan for England, 2021 to 2026</em>. "
        "UK Health Security Agency; 2021.",
        "UK Health Security Agency. TB Action Plan for England, 2021 to 2026. London: "
        "UK Health Security Agency; 2021.",
    ),
]
