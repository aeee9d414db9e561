"""Identifiers stay unique among the records that were not merged into another."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('references', '0002_evidence_standing_and_merging'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reference',
            name='reference_doi_is_unique',
        ),
        migrations.RemoveConstraint(
            model_name='reference',
            name='reference_pmid_is_unique',
        ),
        migrations.RemoveConstraint(
            model_name='reference',
            name='reference_pmcid_is_unique',
        ),
        migrations.RemoveConstraint(
            model_name='reference',
            name='reference_url_alone_is_unique',
        ),
        migrations.RemoveConstraint(
            model_name='reference',
            name='reference_work_is_unique',
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('doi', ''), _negated=True)), fields=('doi',), name='reference_doi_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('pmid', ''), _negated=True)), fields=('pmid',), name='reference_pmid_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('pmcid', ''), _negated=True)), fields=('pmcid',), name='reference_pmcid_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('isbn', ''), _negated=True)), fields=('isbn',), name='reference_isbn_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('set_id', ''), _negated=True)), fields=('set_id',), name='reference_set_id_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), ('doi', ''), ('pmcid', ''), ('pmid', ''), models.Q(('nct', ''), _negated=True)), fields=('nct',), name='reference_nct_alone_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), ('doi', ''), ('isbn', ''), ('nct', ''), ('pmcid', ''), ('pmid', ''), ('set_id', ''), models.Q(('url', ''), _negated=True)), fields=('url',), name='reference_url_alone_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='reference',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into__isnull', True), ('doi', ''), ('isbn', ''), ('nct', ''), ('pmcid', ''), ('pmid', ''), ('set_id', ''), ('url', '')), fields=('fingerprint',), name='reference_work_is_unique'),
        ),
    ]
