"""Where managing editors and auditors see all reviews together."""

from django.urls import URLPattern, path

from editorial.views import oversight, reader_reports, reports

urlpatterns: list[URLPattern] = [
    path("desk/reviews/", oversight.reviews, name="reviews"),
    path("desk/reports/", reports.reports, name="reports"),
    path("desk/reports/<slug:report>.csv", reports.report_file, name="report-file"),
    path("desk/due/reports/", reader_reports.reports, name="reader-reports"),
    path("desk/due/reports/<int:pk>/", reader_reports.report, name="reader-report"),
]
