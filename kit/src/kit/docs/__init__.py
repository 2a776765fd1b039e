"""One page at `/docs` for the APIs of all services, without anything from elsewhere: the gateway says which there are."""

from importlib.resources import files

from fastapi import APIRouter, Response
from fastapi.openapi.docs import get_swagger_ui_oauth2_redirect_html

from kit.errors import unknown

_OURS = {"page.js": "text/javascript", "page.css": "text/css"}
_SWAGGER = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
    " script-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def router() -> APIRouter:
    """Public routes: the page, what it loads, and where a sign-in comes back to."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/docs")
    async def page() -> Response:
        html = files("kit.docs").joinpath("page.html").read_bytes()
        return Response(html, media_type="text/html", headers={"Content-Security-Policy": _POLICY})

    @routes.get("/docs/oauth2-redirect.html")
    async def signed_in() -> Response:
        return get_swagger_ui_oauth2_redirect_html()

    @routes.get("/docs/{name}")
    async def asset(name: str) -> Response:
        if name in _OURS:
            return Response(files("kit.docs").joinpath(name).read_bytes(), media_type=_OURS[name])
        if name in _SWAGGER:
            content = files("fastapi_swagger.resources").joinpath(name).read_bytes()
            headers = {"Cache-Control": "public, max-age=86400"}
            return Response(content, media_type=_SWAGGER[name], headers=headers)
        raise unknown("page", name)

    return routes
