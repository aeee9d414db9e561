"""What others know of a work: Crossref and PubMed, asked politely and never twice for the same.

Only the hosts that the settings name are ever reached. What a person pasted becomes part of a
path or a parameter, quoted; never an address.
"""
