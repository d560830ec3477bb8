"""Where things stand in a library, relative to its root."""

STRATEGIES_FOLDER = "content/strategies"
INFO_PATH = "content/library.yaml"
FACTORS_PATH = "content/vocabulary/factors.yaml"
CATEGORIES_PATH = "content/vocabulary/categories.yaml"
LEARNER_MODELS_PATH = "content/vocabulary/learner-models.yaml"
POLICY_PATH = "schemas/strategy-page.yaml"
DATA_PATHS = (INFO_PATH, FACTORS_PATH, CATEGORIES_PATH, LEARNER_MODELS_PATH, POLICY_PATH)
# Folders of data files; those of the others are looked through.
DATA_FOLDERS = ("content/vocabulary", "schemas")
SETTINGS_PATHS = ("strategies.toml", "pyproject.toml")
IMAGES_FOLDER = "content/images"
TEMPLATES_FOLDER = "templates"
STATIC_FOLDER = "static"
