"""Works of the library, as small CSL items."""

import factory

from references.kinds import Kind
from references.models import Reference


class ReferenceFactory(factory.django.DjangoModelFactory[Reference]):
    class Meta:
        model = Reference
        exclude = ("number",)

    number = factory.Sequence(lambda n: n)
    kind = Kind.RESEARCH
    csl = factory.LazyAttribute(
        lambda work: {
            "type": "article-journal",
            "title": f"Sample study {work.number}",
            "author": [{"family": "Sample", "given": "Author"}],
            "container-title": "Journal of Samples",
            "issued": {"date-parts": [[2020]]},
            "volume": "1",
            "page": "1-2",
            "DOI": f"10.5555/sample.{work.number}",
        }
    )
