"""The applications of the seeded world, each some stages on its way."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.reference_backend.applications import ApplicationBody, open_application
from bot.reference_backend.figures import World
from bot.reference_backend.stages import finish_active, plan


def write(connection: sa.engine.Connection, world: World, now: datetime) -> None:
    """Open the sample applications; their stages were done evenly over the days since."""
    for seeded in world.installations.seeded:
        applied_at = now - timedelta(days=seeded.days_ago)
        stages = plan(world.installations, seeded.supply_class, applied_at)
        for done in range(1, seeded.done):
            stages = finish_active(stages, applied_at + timedelta(days=seeded.days_ago) * done / seeded.done)
        told = seeded.dict(include={"supply_class", "postcode", "address", "capacity_kw"})
        body = ApplicationBody.parse_obj({**told, "applicant_name": "Sample", "phone": "13800000000"})
        open_application(connection, body, world.city.district(seeded.postcode).area, stages, applied_at)
