"""The published shapes, and the JSON Schemas and TypeScript types generated from them."""
