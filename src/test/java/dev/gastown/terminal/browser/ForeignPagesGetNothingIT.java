package dev.gastown.terminal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody who is logged in visits other people's pages, in a real browser that sends what browsers send by themselves:
 * the cookie too, where the page is on the gateway's own site.
 */
class ForeignPagesGetNothingIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String USER = "alice";
    private static final String MAYOR = "hq-mayor";
    private static final String TERMINAL = "terminal, leaked ticket";
    private static final String WALL = "wall, leaked ticket";

    private static final String FRAME = "address => new Promise(loaded => {"
            + " const frame = document.createElement('iframe'); frame.src = address; frame.onload = loaded;"
            + " document.body.append(frame); })";

    /** Addresses that answer a user alone. */
    private static final Pattern OF_A_USER = Pattern.compile("/api/(trpc|gastown)/(?!events/info)|/logout");

    private static final int BAD_REQUEST = 400;

    /** What the audit tells when somebody got something, or lost their login. */
    private static final Pattern GIVEN = Pattern.compile("ticket_issued|connection_opened|logged_out");

    private static final AtomicInteger LISTS_ASKED = new AtomicInteger();

    private static Vertx vertx;
    private static ScriptedSandbox sandbox;
    private static GatewayProcess gateway;
    private static ForeignPage foreign;
    private static Chromium chromium;
    private static BrowserContext person;

    /** Where a page comes from that is none of the gateway's. */
    private enum Place {
        /** Another port: a strict cookie goes along. */
        THE_SAME_SITE,
        ANOTHER_SITE,
        /** Of the same site, but without an origin. */
        NOWHERE,
        /** The gateway itself, by a name that somebody else pointed at it. */
        A_BORROWED_NAME;

        String page() {
            return switch (this) {
                case THE_SAME_SITE -> foreign.origin("127.0.0.1");
                case ANOTHER_SITE -> foreign.origin("localhost");
                case NOWHERE -> foreign.origin("127.0.0.1") + "/no-origin";
                case A_BORROWED_NAME -> gatewayAs(Chromium.BORROWED_NAME);
            };
        }

        String gateway() {
            return this == A_BORROWED_NAME ? page() : gateway.origin();
        }
    }

    /** Everything a page could have brought about. */
    private record Given(double tickets, double redeemed, double feeds, int listsAsked, long audited) {
        static Given now() {
            return new Given(
                    gateway.metric("gastown_tickets_issued_total"),
                    gateway.metric("gastown_tickets_redeemed_total"),
                    gateway.metric("gastown_feed_subscribers"),
                    LISTS_ASKED.get(),
                    GIVEN.matcher(gateway.errors()).results().count());
        }
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        sandbox = new ScriptedSandbox(vertx).sessions(ScriptedSandbox.session(MAYOR, "mayor"));
        Handler<HttpServerRequest> answers = sandbox.script();
        sandbox.script(request -> {
            if (request.path().equals(SandboxApi.SESSIONS_PATH)) {
                LISTS_ASKED.incrementAndGet();
            }
            answers.handle(request);
        });
        foreign = new ForeignPage(vertx);
        int port = FreePort.find();
        gateway = GatewayProcess.command("gateway")
                .environment("GASTOWN_HTTP_PORT", Integer.toString(port))
                .environment("GASTOWN_PUBLIC_URL", "http://127.0.0.1:" + port)
                .configuration(TownAtWork.configuration(sandbox.url().toString())
                        .replace(GatewayProcess.SANDBOX_KEY, ScriptedSandbox.KEY))
                .start();
        chromium = new Chromium();
        person = chromium.person();
        Map.Entry<String, String> login = GatewayProcess.login(USER);
        person.addCookies(List.of(new Cookie(login.getKey(), login.getValue())
                .setUrl(gateway.origin())
                .setHttpOnly(true)
                .setSameSite(SameSiteAttribute.STRICT)));
    }

    @AfterAll
    static void stop() {
        chromium.close();
        gateway.close();
        ScriptedSandbox.await(vertx.close());
    }

    @ParameterizedTest
    @EnumSource
    void whateverTheyTryFrom(Place place) {
        String ticket = leaked("getStreamTicket", new JsonObject().put("sessionName", MAYOR));
        String wallTicket = leaked("getWallTicket", new JsonObject().put("sessionNames", JsonArray.of(MAYOR)));
        Given before = Given.now();
        Page page = open(place.page());

        List<String> served = new ArrayList<>();
        page.onResponse(answer -> {
            if (OF_A_USER.matcher(answer.url()).find() && answer.status() < BAD_REQUEST) {
                served.add(answer.status() + " " + answer.url());
            }
        });
        Map<String, String> learned = ForeignPage.attempt(page, target(place.gateway(), ticket, wallTicket));

        assertThat(learned)
                .hasSizeGreaterThan(40)
                .allSatisfy((attempt, what) -> assertThat(what)
                        .as(attempt)
                        .matches(said -> said.isEmpty() || place == Place.A_BORROWED_NAME && isMisdirected(said)));
        page.close();
        assertThat(Given.now()).isEqualTo(before);
        assertThat(served).isEmpty();
        assertLoginAndTicketsAreStillGood(target(gateway.origin(), ticket, wallTicket));
    }

    /** A page that has the gateway's own origin in its address may read how it is refused. */
    private static boolean isMisdirected(String said) {
        return said.contains("This gateway is not known by that name");
    }

    @ParameterizedTest
    @EnumSource(names = {"THE_SAME_SITE", "ANOTHER_SITE"})
    void norDoTheyFrameTheDashboardFrom(Place place) {
        Page page = open(place.page());
        List<String> loaded = new ArrayList<>();
        page.onRequest(request -> loaded.add(request.url()));
        page.evaluate(FRAME, gateway.origin() + "/");

        // A frame is loaded when its scripts and style sheets are, too.
        assertThat(loaded).containsExactly(gateway.origin() + "/");
        page.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"THE_SAME_SITE", "ANOTHER_SITE"})
    void norDoTheyHoldTheWindowTheyOpenFrom(Place place) {
        // Nobody's: a dashboard that shows a town has its sandbox asked for a while after it is closed.
        BrowserContext other = chromium.person();
        DashboardPage.logIn(other, gateway, "bob");
        Page page = other.newPage();
        page.navigate(place.page());
        Page dashboard = other.waitForPage(
                () -> page.evaluate("address => { window.opened = open(address); }", gateway.origin()));
        dashboard.waitForLoadState();

        // Its opener sees a window that is closed, and it has no opener.
        TestTown.await("the window to be cut off", () -> (boolean) page.evaluate("() => window.opened.closed"));
        assertThat(page.evaluate("() => { try { return window.opened.document.title; } catch { return null; } }"))
                .isNull();
        assertThat(dashboard.evaluate("() => window.opener")).isNull();
        other.close();
    }

    @Test
    void whatOthersTryWorksForTheGatewaysOwnPage() {
        String ticket = leaked("getStreamTicket", new JsonObject().put("sessionName", MAYOR));
        String wallTicket = leaked("getWallTicket", new JsonObject().put("sessionNames", JsonArray.of(MAYOR)));
        Page page = open(gateway.origin() + "/api/trpc/gastown.listTowns");

        Map<String, String> learned = ForeignPage.attempt(
                page,
                target(gateway.origin(), ticket, wallTicket),
                "fetch towns",
                "fetch sessions",
                "fetch the page",
                "fetch JSON",
                "fetch batch",
                "XHR query",
                "XHR JSON",
                TERMINAL,
                WALL,
                "feed",
                "SockJS websocket",
                "SockJS xhr",
                "SockJS xhr_streaming",
                "SockJS eventsource");

        assertThat(learned)
                .allSatisfy((attempt, what) -> assertThat(what).as(attempt).matches("(?s)(200 .+|open|o)"));
        page.close();
    }

    private static Page open(String address) {
        Page page = person.newPage();
        page.navigate(address);
        return page;
    }

    private static String leaked(String mutation, JsonObject opens) {
        return gateway.mutate(USER, mutation, opens.put("townId", TOWN)).getString("ticket");
    }

    private static Map<String, String> target(String origin, String ticket, String wallTicket) {
        return Map.of("gateway", origin, "townId", TOWN, "ticket", ticket, "wallTicket", wallTicket);
    }

    private static void assertLoginAndTicketsAreStillGood(Map<String, String> target) {
        Page own = open(gateway.origin() + "/api/trpc/gastown.listTowns");
        Map<String, String> learned = ForeignPage.attempt(own, target, "fetch towns", TERMINAL, WALL);
        assertThat(learned.get("fetch towns")).startsWith("200").contains("Springfield");
        assertThat(learned).containsEntry(TERMINAL, "open").containsEntry(WALL, "open");
        own.close();
    }

    private static String gatewayAs(String name) {
        return "http://" + name + ":" + gateway.url().getPort();
    }
}
