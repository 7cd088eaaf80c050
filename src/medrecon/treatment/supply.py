"""Where two roles differ in what is supplied and when: release, form, strength, device, brand, times."""

from __future__ import annotations

from collections.abc import Iterator

from medrecon.policy import Policy
from medrecon.treatment.regimen import Role
from medrecon.treatment.value import Difference


def names_in(role: Role) -> str:
    """The words of all lines of a role and of their products."""
    return " ".join(line.n.names for line in role.lines)


def products(x: Role, y: Role, told: bool, policy: Policy) -> Iterator[Difference]:
    """Release, form, route, strength, device and brand, where both sides say."""
    rest = policy.on("release_not_compared", (m for line in x.lines for m in line.n.moieties))
    if x.release and y.release and x.release != y.release and not rest:
        yield Difference(
            "release", x.lines, y.lines, None, told, f"{x.release} against {y.release}"
        )
    elif (hours := _hours(x, y, policy)) is not None:
        yield Difference("release", x.lines, y.lines, None, told, hours)
    forms = {r.form for r in (x, y)} - {None}
    if len(forms) == 2 and not any(forms <= like for like in policy.like_forms):
        yield Difference(
            "form", x.lines, y.lines, None, told, " against ".join(sorted(map(str, forms)))
        )
    routes = [{line.n.route for line in r.lines} - {None} for r in (x, y)]
    if routes[0] and routes[1] and not routes[0] & routes[1]:
        note = " against ".join(sorted(str(r) for r in routes[0] | routes[1]))
        yield Difference("route", x.lines, y.lines, None, told, note)
    strengths = [{s for line in r.lines for s in line.n.strengths} for r in (x, y)]
    if strengths[0] and strengths[1] and strengths[0] != strengths[1]:
        yield Difference("strength", x.lines, y.lines, None, told)
    devices = [{line.n.device for line in r.lines} - {None} for r in (x, y)]
    if devices[0] and devices[1] and not devices[0] & devices[1]:
        yield Difference("device", x.lines, y.lines, None, told)
    brands = [{line.n.brand for line in r.lines} for r in (x, y)]
    if brands[0] != brands[1] and (brands[0] | brands[1]) != {None} and not _alike(*brands):
        yield Difference("brand", x.lines, y.lines, None, told)


def _alike(a: set[str | None], b: set[str | None]) -> bool:
    """Brands written longer and shorter: `tegretol` and `tegretol retard 200mg`."""
    return any(x and y and (x.startswith(y) or y.startswith(x)) for x in a for y in b)


def _hours(x: Role, y: Role, policy: Policy) -> str | None:
    """12-hour against 24-hour preparations, where both names say which they are."""
    said = []
    for role in (x, y):
        text = f" {names_in(role).replace('-', ' ')} "
        said.append(
            {
                hours
                for hours in ("12 hour", "24 hour")
                if any(f" {w} " in text for w in policy.words[f"release {hours}"])
            }
        )
    if said[0] and said[1] and not said[0] & said[1]:
        return f"{min(said[0])} against {min(said[1])}"
    return None


def schedule(x: Role, y: Role, told: bool) -> Iterator[Difference]:
    """Clock times, weekdays, morning or night, and which eye or ear, where both sides say.

    Clock times that only `y` names are no difference: it says when, and `x` said only how often.
    """
    sides = [_sides(r) for r in (x, y)]
    if sides[0] and sides[1] and sides[0] != sides[1]:
        yield Difference("site", x.lines, y.lines, None, told)
    clock = [{t for line in r.lines for t in line.n.timing.clock} for r in (x, y)]
    if clock[0] and clock[0] != clock[1]:
        yield Difference("clock", x.lines, y.lines, None, told)
    days = [{t for line in r.lines for t in line.n.timing.weekdays} for r in (x, y)]
    if days[0] and days[1] and not days[0] & days[1]:
        yield Difference("weekday", x.lines, y.lines, None, told)
    slots = [{t for line in r.lines for t in line.n.timing.slots} for r in (x, y)]
    if slots[0] and clock[1] and not clock[0] and not slots[1]:
        slots[1] = _part_of_the_day(clock[1])
    if any(s <= {"MORN"} and s for s in slots) and any(
        s and s <= {"NIGHT", "HS", "EVE"} for s in slots
    ):
        yield Difference("slot", x.lines, y.lines, None, told)


_MORNING, _NIGHT = ("05:00", "11:00"), ("20:00", "24:00")


def _part_of_the_day(clock: set[str]) -> set[str]:
    """Morning or night where all times of the clock lie well inside it, else nothing."""
    for slot, (first, last) in (("MORN", _MORNING), ("NIGHT", _NIGHT)):
        if all(first <= t < last for t in clock):
            return {slot}
    return set()


_SIDES = {"both": ("left", "right"), "left": ("left",), "right": ("right",)}


def _sides(role: Role) -> set[str]:
    """The eyes or ears that a role is for, as far as its dosages say."""
    found: set[str] = set()
    for line in role.lines:
        if line.n.route_class in ("ocular", "otic"):
            for x in line.n.dosage.lines:
                found.update(_SIDES.get((x.site or "").partition(" ")[0], ()))
    return found
