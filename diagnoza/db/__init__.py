"""The store: one SQLAlchemy model for two engines."""

from flask_sqlalchemy import SQLAlchemy

from diagnoza.db.base import Base

db = SQLAlchemy(model_class=Base)
