"""People at the desk: accounts and groups. Nobody can give more than they have themselves."""

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

from curation.models import Comment, Decision, ReviewLink, Revision

admin.site.unregister(User)
admin.site.unregister(Group)


def rights_of(user) -> set[int]:
    """The permissions that a user has by name or by group, active or not: ids."""
    held = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return set(held.values_list("pk", flat=True))


def stands_above(user, other) -> bool:
    """Whether `user` has every right that `other` has, and so may change that account."""
    if user.is_superuser:
        return True
    return not other.is_superuser and rights_of(other) <= rights_of(user)


def groups_within(user):
    """The groups that `user` may put people into: those that give no more than `user` has."""
    if user.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=rights_of(user))
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
        return ", ".join([_("superuser")] * user.is_superuser + names)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        standing = ["is_active", "is_staff", "groups"]
        if request.user.is_superuser:
            standing += ["is_superuser", "user_permissions"]
        return (
            (None, {"fields": ("username", "password")}),
            (_("Person"), {"fields": ("first_name", "last_name", "email")}),
            (_("What they may do"), {"fields": standing}),
            (_("Dates"), {"fields": ("last_login", "date_joined")}),
        )

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = groups_within(request.user)
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or stands_above(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or stands_above(request.user, obj))

    def get_deleted_objects(self, objs, request):
        """Who wrote or decided something stays on record; such an account is switched off."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        kept = {}
        for (model, maker), words in _RECORDS.items():
            makers = model.objects.filter(**{f"{maker}__in": objs}).order_by()
            for pk in makers.values_list(maker, flat=True).distinct():
                kept.setdefault(pk, words)
        said = [kept[user.pk] % {"user": user} for user in objs if user.pk in kept]
        if said:  # the plain reason, in place of rows and rights that stand in the way too
            return to_delete, counts, set(), said
        return to_delete, counts, perms_needed, protected


# Where a person may stand on record: (model, who) -> what an administrator is told.
_RECORDS = {
    (Revision, "by"): gettext_lazy(
        "%(user)s stands in the history of articles: untick “Active” instead."
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
    """Only so that a group's permissions can be searched for."""

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
