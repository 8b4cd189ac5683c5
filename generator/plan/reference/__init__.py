"""The pages of the reference: what each shows, as HTML and as Markdown."""
