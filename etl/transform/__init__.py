"""From a document to its records, a module a layer. Layers import no sibling: the pipeline hands on what earlier ones found."""
