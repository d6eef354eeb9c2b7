package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.Secrets;
import dev.gastown.terminal.identity.OidcProviderProcess;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Every way a login with a provider goes, well and badly, while the gateway logs all it can: closing it looks for what must
 * not be there.
 */
class NoLoginIsToldIT {
    private static final int PORT = FreePort.find();
    private static final String ORIGIN = "http://127.0.0.1:" + PORT;
    private static final String GUESS = "guessed-5ac81b-by-mallory";

    @AutoClose
    private final OidcProviderProcess provider = new OidcProviderProcess(ORIGIN);

    @AutoClose
    private final GatewayProcess gateway = GatewayProcess.command("gateway")
            .configuration("limits: {drainSeconds: 0}\n")
            .environment("GASTOWN_HTTP_PORT", Integer.toString(PORT))
            .environment("GASTOWN_PUBLIC_URL", ORIGIN)
            .environment("GASTOWN_OIDC_ISSUER", provider.issuer())
            .environment("GASTOWN_OIDC_CLIENT_ID", OidcProviderProcess.CLIENT_ID)
            .environment("GASTOWN_OIDC_CLIENT_SECRET", OidcProviderProcess.CLIENT_SECRET)
            .start();

    private final OidcBrowser browser = new OidcBrowser(ORIGIN);

    @Test
    void inLogsMetricsOrAudit() {
        Secrets.keep(GUESS);
        Secrets.keep(OidcProviderProcess.CLIENT_SECRET);
        Secrets.keep(Base64.getEncoder()
                .encodeToString((OidcProviderProcess.CLIENT_ID + ":" + OidcProviderProcess.CLIENT_SECRET)
                        .getBytes(StandardCharsets.UTF_8)));
        provider.control("user=alice&groups=support");

        String callback = browser.callbackOf("/login", "alice");
        keepCookies();
        Secrets.keep(callback.replaceAll(".*code=([^&]*).*", "$1"));
        Secrets.keep(callback.replaceAll(".*state=([^&]*).*", "$1"));
        assertThat(browser.get(callback).statusCode()).isEqualTo(303);
        keepCookies();
        assertThat(browser.post("/login/renew", "Origin", ORIGIN).statusCode()).isEqualTo(200);
        keepCookies();
        provider.control("down=true");
        assertThat(browser.post("/login/renew", "Origin", ORIGIN).statusCode()).isEqualTo(503);
        provider.control("down=false");

        OidcBrowser mallory = new OidcBrowser(ORIGIN);
        String own = mallory.callbackOf("/login", "mallory");
        Secrets.keep(own.replaceAll(".*code=([^&]*).*", "$1"));
        assertThat(mallory.get(own.replaceAll("code=[^&]*", "code=" + GUESS)).statusCode())
                .isEqualTo(403);
        assertThat(mallory.get(callback).statusCode()).isEqualTo(400);
        assertThat(mallory.get("/login?return=//" + GUESS).statusCode()).isEqualTo(303);

        assertThat(browser.post("/logout", "Origin", ORIGIN).statusCode()).isEqualTo(200);
        assertThat(provider.issued()).hasSizeGreaterThanOrEqualTo(6).allSatisfy(Secrets::keep);
        // That there was something to tell, and somebody who listens.
        assertThat(gateway.errors()).contains("logged_in", "logged_out", "could not be made good");
    }

    private void keepCookies() {
        for (String name : new String[] {"gastown_login", "gastown_session", "gastown_renewal"}) {
            browser.cookie(name).ifPresent(Secrets::keep);
        }
    }
}
