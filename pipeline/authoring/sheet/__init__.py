"""Work-lists: fields of pages as a spreadsheet, and the changes made there back in the pages."""
