package dev.gastown.terminal.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rigs of a town and their session prefixes, from {@code mayor/rigs.json} ({@code rigs.<rig>.beads.prefix}). Read
 * again when the file changed; while it is missing or broken the rigs last read stay.
 *
 * <p>Reads a file: blocking, one thread at a time.
 */
final class RigRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RigRegistry.class);

    private final Optional<Path> file;
    private Version read = new Version(null, -1);
    private Map<String, String> rigsByPrefix = Map.of();

    private record Version(FileTime modified, long size) {}

    RigRegistry(Optional<Path> townRoot) {
        file = townRoot.map(root -> root.resolve("mayor").resolve("rigs.json"));
    }

    /** The rig names by their prefix, without the hyphen that follows it in a session's name. */
    synchronized Map<String, String> rigsByPrefix() {
        file.ifPresent(this::refresh);
        return rigsByPrefix;
    }

    private void refresh(Path rigs) {
        try {
            Version now = new Version(Files.getLastModifiedTime(rigs), Files.size(rigs));
            if (!now.equals(read)) {
                read = now;
                rigsByPrefix = parse(Files.readString(rigs));
            }
        } catch (IOException e) {
            LOG.debug("No rigs: {} cannot be read", rigs);
        } catch (DecodeException | ClassCastException e) {
            LOG.warn("Not a list of rigs, the last one stays: {}", rigs);
        }
    }

    static Map<String, String> parse(String json) {
        Map<String, String> byPrefix = new LinkedHashMap<>();
        JsonObject rigs = new JsonObject(json).getJsonObject("rigs", new JsonObject());
        for (String rig : rigs.fieldNames()) {
            if (rigs.getValue(rig) instanceof JsonObject details
                    && details.getValue("beads") instanceof JsonObject beads
                    && beads.getValue("prefix") instanceof String prefix
                    && !prefix.isEmpty()) {
                byPrefix.put(prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) : prefix, rig);
            }
        }
        return Map.copyOf(byPrefix);
    }
}
