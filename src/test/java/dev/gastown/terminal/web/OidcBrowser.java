package dev.gastown.terminal.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser as far as logging in goes: keeps cookies, follows redirects a step at a time, fills the provider's forms. */
final class OidcBrowser {
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final int MOST_STEPS = 20;

    final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String gateway;

    OidcBrowser(String gateway) {
        this.gateway = gateway;
    }

    HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url).isAbsolute() ? URI.create(url) : URI.create(gateway + url)));
    }

    HttpResponse<String> post(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(gateway + path)).POST(HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Logs in with the provider; what the gateway answered to the code is returned, not followed. */
    HttpResponse<String> logIn(String path, String user) {
        return get(callbackOf(path, user));
    }

    /** The address with the code, to which the provider sends the browser back. */
    String callbackOf(String path, String user) {
        HttpResponse<String> response = get(path);
        for (int step = 0; step < MOST_STEPS; step++) {
            Optional<String> next = location(response);
            if (next.isPresent() && next.get().startsWith(gateway + "/login/callback")) {
                return next.get();
            }
            response = next.isPresent() ? get(next.get()) : submit(response, user);
        }
        throw new AssertionError("The provider never sends the browser back");
    }

    Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name) && !cookie.hasExpired())
                .map(HttpCookie::getValue)
                .findFirst();
    }

    static Optional<String> location(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Location")
                .map(location -> response.uri().resolve(location).toString());
    }

    private HttpResponse<String> submit(HttpResponse<String> page, String user) {
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new AssertionError("No form, but " + page.statusCode() + ": " + page.body());
        }
        String prompt = page.body().contains("value=\"login\"")
                ? "prompt=login&login=" + user + "&password=any"
                : "prompt=consent";
        return send(HttpRequest.newBuilder(page.uri().resolve(form.group(1)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(prompt)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
