"""The page of one step: what will happen, a small form, one button that calls one verb."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.generic import FormView

from editorial.exceptions import DraftNotReady, ReasonMissing, Unfit, WorkflowError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    BaseView = FormView[Form]
    Text = str | _StrPromise
else:
    BaseView = FormView


class Step(BaseView):
    """Subclasses say who may take the step (`is_allowed`) and take it (`take`)."""

    template_name = "admin/editorial/step.html"
    name: str
    title: "Text"
    explanation: "Text" = ""
    button: "Text"
    done: "Text"
    is_grave = False
    model: type[models.Model] = models.Model
    admin_site: AdminSite | None = None
    subject: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.subject = get_object_or_404(self.model._default_manager.all(), pk=kwargs["pk"])
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        raise NotImplementedError

    def take(self, form: Form) -> None:
        raise NotImplementedError

    def back(self) -> str:
        """The page from which the step is taken, and to which it leads back."""
        raise NotImplementedError

    @property
    def user(self) -> User:
        """Whoever asks; the admin lets nobody in without an account."""
        assert isinstance(self.request.user, User)  # noqa: S101 # for the type checker
        return self.request.user

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.take(form)
        except DraftNotReady as refusal:
            return self.refuse(form, refusal, findings=refusal.findings)
        except WorkflowError as refusal:
            return self.refuse(form, refusal)
        messages.success(self.request, str(self.done))
        return HttpResponseRedirect(self.back())

    def form_invalid(self, form: Form) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.BAD_REQUEST)

    def refuse(self, form: Form, refusal: WorkflowError, **context: Any) -> HttpResponse:
        """The form again, with what was typed, and why nothing happened."""
        field = "reason" if isinstance(refusal, ReasonMissing) else None
        form.add_error(refusal.field if isinstance(refusal, Unfit) else field, str(refusal))
        return self.render_to_response(
            self.get_context_data(form=form, **context), status=HTTPStatus.CONFLICT
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.admin_site.each_context(self.request) if self.admin_site else {}
        return {
            **site,
            **super().get_context_data(**kwargs),
            "step": self,
            "subject": self.subject,
            "title": self.title,
            "opts": self.model._meta,
            "back": self.back(),
        }


def step_urls(steps: list[type[Step]], model_admin: "ModelAdmin[Any]") -> list[URLPattern]:
    """`<id>/<name>/` for each step, named like the admin's own: `articles_article_submit`."""
    options = model_admin.opts
    site = model_admin.admin_site
    return [
        path(
            f"<int:pk>/{step.name}/",
            site.admin_view(step.as_view(admin_site=site, model=model_admin.model)),
            name=f"{options.app_label}_{options.model_name}_{step.name}",
        )
        for step in steps
    ]


def change_url(subject: models.Model) -> str:
    """The subject's own page in the admin."""
    options = subject._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[subject.pk])
