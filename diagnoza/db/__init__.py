"""The store: one SQLAlchemy model for two engines."""

from flask_sqlalchemy import SQLAlchemy

from diagnoza.db import models, models_codes, models_contacts, models_hands, models_paper, models_scans, models_texts
from diagnoza.db.base import Base

db = SQLAlchemy(model_class=Base)

__all__ = [
    "db",
    "models",
    "models_codes",
    "models_contacts",
    "models_hands",
    "models_paper",
    "models_scans",
    "models_texts",
]
