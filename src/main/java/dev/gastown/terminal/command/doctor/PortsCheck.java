package dev.gastown.terminal.command.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Whether a port can be listened at.
 *
 * @param about the setting
 * @param variable the environment variable that chooses another
 * @param host the address to listen at
 * @param port TCP port, 0 for a free one
 */
public record PortsCheck(String about, String variable, String host, int port) implements Check {
    private static final int PRIVILEGED = 1_024;

    @Override
    public List<Finding> run() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return List.of(Finding.ok(about, port == 0 ? "takes a free port" : "port " + port + " is free"));
        } catch (UnknownHostException unknown) {
            return List.of(Finding.fix(about, "there is no address " + host + " to listen at"));
        } catch (IOException taken) {
            String words = port < PRIVILEGED
                    ? "port " + port + " is in use or may not be used: set " + variable + " to one above 1023"
                    : "port " + port + " on " + host + " can't be listened at; well if this very program runs there"
                            + " already, else set " + variable + " to another one";
            return List.of(Finding.note(about, words));
        }
    }
}
