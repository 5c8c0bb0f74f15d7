"""People at the desk: accounts and groups. Nobody can grant permissions that they do not have."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from curation.desk_pages import refuse_deletion
from curation.models import Comment, Decision, ReviewLink, Revision

admin.site.unregister(User)
admin.site.unregister(Group)


def permissions_of(user) -> set[int]:
    """Primary keys of a user's own permissions and of those by group, also of inactive users."""
    held = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return set(held.values_list("pk", flat=True))


def may_change_account(user, other) -> bool:
    """Whether `user` has each permission that `other` has: otherwise that account is protected."""
    if user.is_superuser:
        return True
    return not other.is_superuser and permissions_of(other) <= permissions_of(user)


def assignable_groups(user):
    """The groups to which `user` may add people: those without a permission that `user` lacks."""
    if user.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=permissions_of(user))
    return Group.objects.exclude(permissions__in=beyond)


@admin.register(User)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "full_name", "email", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    autocomplete_fields = ("user_permissions",)
    readonly_fields = ("last_login", "date_joined")
    show_full_result_count = False
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username", "first_name", "last_name", "email",
                    "usable_password", "password1", "password2",
                )
            },
        ),
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description=gettext_lazy("groups"))
    def roles(self, user):
        names = [group.name for group in user.groups.all()]
        if user.is_superuser:
            names.insert(0, _("superuser"))
        return ", ".join(names)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        permissions = ["is_active", "is_staff", "groups"]
        if request.user.is_superuser:
            permissions += ["is_superuser", "user_permissions"]
        return (
            (None, {"fields": ("username", "password")}),
            (_("Person"), {"fields": ("first_name", "last_name", "email")}),
            (_("What they may do"), {"fields": permissions}),
            (_("Dates"), {"fields": ("last_login", "date_joined")}),
        )

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = assignable_groups(request.user)
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or may_change_account(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or may_change_account(request.user, obj))

    def get_deleted_objects(self, objs, request):
        """Refuse to delete people whom the records name; such an account is switched off."""
        refusals = {}  # primary key of a user -> message
        for (model, field), message in _RECORDS.items():
            rows = model.objects.filter(**{f"{field}__in": objs}).order_by()
            for pk in rows.values_list(field, flat=True).distinct():
                refusals.setdefault(pk, message)
        reasons = [refusals[user.pk] % {"user": user} for user in objs if user.pk in refusals]
        return refuse_deletion(super().get_deleted_objects(objs, request), reasons)


# Records that name people: (model, field) -> message for the administrator.
_RECORDS = {
    (Revision, "by"): gettext_lazy(
        "%(user)s is named in the history of articles: untick “Active” instead."
    ),
    (Decision, "by"): gettext_lazy("%(user)s has made decisions: untick “Active” instead."),
    (Comment, "by"): gettext_lazy("%(user)s has commented: untick “Active” instead."),
    (ReviewLink, "asked_by"): gettext_lazy(
        "%(user)s has asked outsiders for reviews: untick “Active” instead."
    ),
}


@admin.register(Group)
class GroupAdmin(BaseGroupAdmin, ModelAdmin):
    autocomplete_fields = ("permissions",)
    filter_horizontal = ()


@admin.register(Permission)
class PermissionAdmin(ModelAdmin):
    """Registered only for the search for permissions in the forms of groups and accounts."""

    search_fields = ("name", "codename")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("content_type")

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
