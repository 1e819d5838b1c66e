"""The configuration of virtreachd: `keys` is the table, `settings` what is read by it, `sample` a file made from it."""
