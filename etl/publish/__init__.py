"""The site: a Datasette plugin (this package is its entry point) with its templates and styles, and the command that serves."""

from etl.publish.plugin import asgi_wrapper, extra_css_urls, extra_js_urls, extra_template_vars, prepare_connection, startup

__all__ = ["asgi_wrapper", "extra_css_urls", "extra_js_urls", "extra_template_vars", "prepare_connection", "startup"]
