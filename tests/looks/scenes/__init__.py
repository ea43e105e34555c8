"""Scenes of the gallery: what people do, room by room."""
