package dev.gastown.terminal.command;

import dev.gastown.terminal.config.HttpSettings;

/** The one line a ready process prints on standard output (contract section 1). */
final class DashboardLine {
    private DashboardLine() {}

    static void print(String url) {
        System.out.println("Dashboard: " + url);
    }

    /** The address under which a browser on this machine reaches a server listening there. */
    static String url(String host, int port) {
        return url("http", host, port);
    }

    /** The same, of the server that browsers come to. */
    static String url(HttpSettings http, int port) {
        return url(http.tls().isPresent() ? "https" : "http", http.host(), port);
    }

    private static String url(String scheme, String host, int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "127.0.0.1" : host;
        return scheme + "://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port + "/";
    }
}
