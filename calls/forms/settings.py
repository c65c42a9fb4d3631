"""The desk's settings as a form: a field a setting, made from its bounds."""

from collections.abc import Mapping
from typing import Any

from django import forms

from calls.forms.promise import CLOCK
from calls.rules.settings import ALL, ClockSetting, Group, Setting, Value, bounds, in_words


class SettingsForm(forms.Form):
    """All settings; `version` is the one the page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now_set: Mapping[str, Value], version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version
        for setting in ALL:
            self.fields[setting.name] = _field(setting, now_set[setting.name])

    def values(self) -> dict[str, Value]:
        """Call after `is_valid`."""
        return {setting.name: self.cleaned_data[setting.name] for setting in ALL}

    def groups(self) -> list[tuple[Group, list[forms.BoundField]]]:
        return [(group, [self[each.name] for each in ALL if each.group == group]) for group in Group]


def _field(setting: Setting | ClockSetting, now: Value) -> forms.Field:
    usual = in_words(setting, setting.usual) if isinstance(setting, ClockSetting) else setting.usual
    said = f"{bounds(setting).removeprefix('from ').removesuffix(f' {setting.unit}')}, usually {usual}."
    attrs = {"class": "form-control num", "aria-describedby": f"id_{setting.name}_helptext"}
    options: dict[str, Any] = {
        "label": f"{setting.label} ({setting.unit})" if setting.unit else setting.label,
        "help_text": f"{setting.why} {said}".strip(),
        "error_messages": dict.fromkeys(("min_value", "max_value", "invalid"), f"{bounds(setting).capitalize()}."),
    }
    if isinstance(setting, ClockSetting):
        widget = forms.TimeInput(attrs=attrs | CLOCK.attrs, format=CLOCK.format)
        return forms.TimeField(widget=widget, initial=in_words(setting, now), **options)
    options |= {"initial": now, "min_value": setting.least, "max_value": setting.most}
    if isinstance(setting.usual, int):
        return forms.IntegerField(widget=forms.NumberInput(attrs=attrs), **options)
    return forms.DecimalField(widget=forms.NumberInput(attrs=attrs | {"step": "0.05"}), decimal_places=2, **options)
