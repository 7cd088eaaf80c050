"""The software that drew the list up."""

from __future__ import annotations

from typing import Any

from medrecon.write.facts import Facts


def device(facts: Facts) -> dict[str, Any]:
    """Medrecon as a Device, with its version."""
    return {
        "resourceType": "Device",
        "id": device_id(facts),
        "deviceName": [{"name": "medrecon", "type": "model-name"}],
        "version": [{"value": facts.answer.about.medrecon}],
    }


def device_id(facts: Facts) -> str:
    """The id of the Device resource."""
    return facts.ids.of("Device", facts.answer.about.medrecon)
