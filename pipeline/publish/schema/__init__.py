"""The published shapes, and the JSON Schemas and TypeScript types made from them."""
