package dev.gastown.terminal.command;

/** The one line a ready process prints on standard output (contract section 1). */
final class DashboardLine {
    private DashboardLine() {}

    static void print(String url) {
        System.out.println("Dashboard: " + url);
    }

    /** The address under which a browser on this machine reaches a server listening there. */
    static String url(String host, int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "127.0.0.1" : host;
        return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port + "/";
    }
}
