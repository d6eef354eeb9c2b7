package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.Login;
import dev.gastown.terminal.identity.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a ticket has to say of its user beside the name, as private parameters of its signed header (RFC 7515 section 4.3):
 * the claims are those of contract section 3 and no others.
 *
 * @param groups those by which the town is the user's
 * @param login the login behind the ticket, where there is one
 */
record UserHeader(Set<String> groups, Optional<Login> login) {
    private static final String GROUPS = "groups";
    private static final String ID = "login";

    /** Epoch seconds. */
    private static final String EXPIRES = "loginExp";

    private static final String LINE = "loginLine";

    static UserHeader of(User user) {
        return new UserHeader(user.groups(), user.login());
    }

    User user(String userId) {
        return new User(userId, groups, login);
    }

    JsonObject toJson() {
        JsonObject header = new JsonObject();
        if (!groups.isEmpty()) {
            header.put(GROUPS, new JsonArray(List.copyOf(groups)));
        }
        login.ifPresent(known -> {
            header.put(ID, known.id()).put(EXPIRES, known.expiresAt().getEpochSecond());
            known.line().ifPresent(line -> header.put(LINE, line));
        });
        return header;
    }

    /** @throws RuntimeException when it names half a login, or anything of the wrong type */
    static UserHeader read(JsonObject header) {
        Set<String> groups = header.getJsonArray(GROUPS, new JsonArray()).stream()
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
        if (!header.containsKey(ID) && !header.containsKey(EXPIRES)) {
            return new UserHeader(groups, Optional.empty());
        }
        if (header.getValue(ID) instanceof String id && header.getValue(EXPIRES) instanceof Number expires) {
            Optional<String> line = Optional.ofNullable((String) header.getValue(LINE));
            return new UserHeader(groups, Optional.of(new Login(id, Instant.ofEpochSecond(expires.longValue()), line)));
        }
        throw new IllegalArgumentException("Half a login");
    }
}
