"""The desk's forms, filled in as a browser sends them, and what they answer."""

from lxml import html

GROUPS = ("curator", "editor", "moderator", "administrator")


def sent(response, form_id="article_form", **edits):
    """What a browser sends for the form of a page, with edits; None leaves a field away."""
    (form,) = html.fromstring(response.content.decode()).xpath(f"//form[@id='{form_id}']")
    values = {}
    for field in form.xpath(".//input|.//textarea|.//select"):
        name = field.get("name")
        if not name or field.get("disabled") is not None or "__prefix__" in name:
            continue
        if field.tag == "select":
            chosen = [option.get("value") for option in field.xpath(".//option[@selected]")]
            values[name] = chosen if field.get("multiple") is not None else (chosen or [""])[0]
        elif field.tag == "textarea":
            # A browser drops the first line break and sends Windows line ends.
            text = (field.text or "").removeprefix("\n")
            values[name] = text.replace("\r\n", "\n").replace("\n", "\r\n")
        elif field.get("type") == "checkbox":
            if field.get("checked") is not None:
                values[name] = field.get("value", "on")
        elif field.get("type") not in ("file", "submit"):
            values[name] = field.get("value", "")
    values.update(edits)
    return {name: value for name, value in values.items() if value is not None}


def errors_of(response) -> str:
    """The words of all errors on a page of a form that was refused."""
    form = response.context["adminform"].form
    words = [str(error) for errors in form.errors.values() for error in errors]
    for formset in response.context["inline_admin_formsets"]:
        words += formset.formset.non_form_errors()
        for row in formset.formset.errors:
            words += [error for errors in row.values() for error in errors]
    return " ".join(words)
