"""Pages about the library, one module for each kind; `page_kinds` finds them."""
