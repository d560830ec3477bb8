"""Report formats, one module each, with a function `render(view)`."""
