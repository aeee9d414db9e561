"""Which entry of CSL each tag of RIS is, as EndNote, Zotero, Mendeley, Ovid and Scopus use them.

EndNote's table of fields by reference type is followed where programs differ.
"""

#: EndNote's kinds of reference, which its XML names in full, beside the codes of RIS.
TYPES = {
    "JOUR": ("article-journal", "Journal Article"),
    "BOOK": ("book", "Book"),
    "CHAP": ("chapter", "Book Section"),
    "RPRT": ("report", "Report"),
    "ELEC": ("webpage", "Web Page"),
    "GEN": ("document", "Generic"),
    "THES": ("thesis", "Thesis"),
    "CONF": ("paper-conference", "Conference Proceedings"),
    "ABST": ("article-journal", ""),
    "ADVS": ("motion_picture", "Audiovisual Material"),
    "AGGR": ("dataset", "Aggregated Database"),
    "ANCIENT": ("classic", "Ancient Text"),
    "ART": ("graphic", "Artwork"),
    "BILL": ("bill", "Bill"),
    "BLOG": ("post-weblog", "Blog"),
    "CASE": ("legal_case", "Case"),
    "CHART": ("figure", "Chart or Table"),
    "CLSWK": ("classic", "Classical Work"),
    "COMP": ("software", "Computer Program"),
    "CPAPER": ("paper-conference", "Conference Paper"),
    "CTLG": ("book", "Catalog"),
    "DATA": ("dataset", "Dataset"),
    "DBASE": ("dataset", "Online Database"),
    "DICT": ("entry-dictionary", "Dictionary"),
    "EBOOK": ("book", "Electronic Book"),
    "ECHAP": ("chapter", "Electronic Book Section"),
    "EDBOOK": ("book", "Edited Book"),
    "EJOUR": ("article-journal", "Electronic Article"),
    "ENCYC": ("entry-encyclopedia", "Encyclopedia"),
    "EQUA": ("figure", "Equation"),
    "FIGURE": ("figure", "Figure"),
    "GOVDOC": ("report", "Government Document"),
    "GRANT": ("document", "Grant"),
    "GRNT": ("document", ""),
    "HEAR": ("hearing", "Hearing"),
    "ICOMM": ("personal_communication", ""),
    "INPR": ("article-journal", ""),
    "JFULL": ("article-journal", ""),
    "LEGAL": ("regulation", "Legal Rule or Regulation"),
    "MANSCPT": ("manuscript", "Manuscript"),
    "MAP": ("map", "Map"),
    "MGZN": ("article-magazine", "Magazine Article"),
    "MPCT": ("motion_picture", "Film or Broadcast"),
    "MULTI": ("webpage", "Online Multimedia"),
    "MUSIC": ("musical_score", "Music"),
    "NEWS": ("article-newspaper", "Newspaper Article"),
    "PAMP": ("pamphlet", "Pamphlet"),
    "PAT": ("patent", "Patent"),
    "PCOMM": ("personal_communication", "Personal Communication"),
    "SER": ("book", "Serial"),
    "SLIDE": ("speech", ""),
    "SOUND": ("song", ""),
    "STAND": ("standard", "Standard"),
    "STAT": ("legislation", "Statute"),
    "UNBILL": ("bill", ""),
    "UNPB": ("manuscript", "Unpublished Work"),
    "UNPD": ("manuscript", ""),
    "VIDEO": ("motion_picture", ""),
    "WEB": ("webpage", ""),
}
BY_NAME = {name.lower(): code for code, (_type, name) in TYPES.items() if name}
#: Where one of several tags may hold an entry, the first that does is taken.
FIRST_OF = {
    "title": ("TI", "T1", "CT"),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "DOI": ("DO", "DI"),
    "abstract": ("AB", "N2"),
    "language": ("LA",),
    "source": ("DP",),
    "number-of-volumes": ("NV",),
}
NOTES = ("N1", "RN", "M2")
FULL_NAMES = ("T2", "JF", "JO", "BT")
SHORT_NAMES = ("J2", "JA", "J1", "JO")
ROLES = {
    "AU": "author",
    "A1": "author",
    "A2": "editor",
    "ED": "editor",
    "A3": "collection-editor",
    "A4": "translator",
}
#: Types whose second title is a series, and those that stand in something.
IN_SERIES = frozenset({"book", "report", "map", "software", "classic", "pamphlet"})
ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper", "article"})
#: Codes whose second authors are a department or an institution, not editors.
INSTITUTION_SECOND = frozenset({"GOVDOC", "STAND", "PAMP", "CTLG", "LEGAL"})
#: Codes whose `DA` is the day on which the source was looked at (EndNote).
LOOKED_AT = frozenset({"EJOUR", "EBOOK", "DBASE", "AGGR", "MULTI"})
PUBMED = ("pubmed", "medline", "nlm", "ncbi")
