"""Names of fields."""

# Names of fields in other houses and generators, in lower case, and ours.
OURS = {
    "description": "summary", "excerpt": "summary", "abstract": "summary", "summary": "summary",
    "category": "category", "categories": "category",
    "factors": "factors", "factors supported": "factors",
    "learner models": "learner_models", "learner model": "learner_models", "learner_models": "learner_models",
    "related": "related", "related strategies": "related", "see also": "related",
    "tags": "tags", "keywords": "tags", "topics": "tags",
    "updated": "updated", "lastmod": "updated", "last_modified_at": "updated", "last modified": "updated",
    "modified": "updated", "date": "published", "pubdate": "published", "published": "published",
    "author": "authors", "authors": "authors",
    "aliases": "aliases", "redirect_from": "aliases", "former ids": "aliases",
    "id": "id", "slug": "id",
    "canonical": "source", "canonical_url": "source", "source": "source", "url": "source", "permalink": "source",
    "title": "title",
    # In the other languages that the site speaks.
    "categoría": "category", "kategorie": "category", "catégorie": "category", "الفئة": "category",
    "autor": "authors", "autora": "authors", "autorin": "authors", "auteur": "authors", "autrice": "authors",
    "fecha": "published", "datum": "published", "fuente": "source", "quelle": "source",
    "draft": "status", "status": "status", "layout": "layout",
}  # fmt: skip
