package dev.gastown.terminal.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads typed values out of the merged configuration by dotted key. Every complaint names the key, the value and what is
 * allowed; secrets are complained about without their value. Values from environment variables are text, so numbers
 * and lists are read from text too.
 */
final class ConfigReader {
    private final JsonObject root;

    ConfigReader(JsonObject root) {
        this.root = root;
    }

    Optional<String> text(String key) {
        Object value = value(key);
        if (value instanceof JsonObject || value instanceof JsonArray) {
            throw bad(key, value, "a text");
        }
        return Optional.ofNullable(value)
                .map(Object::toString)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    String requiredText(String key) {
        return text(key).orElseThrow(() -> bad(key, "", "a text"));
    }

    int integer(String key, int least, int most) {
        Object value = value(key);
        String allowed = "a whole number from " + least + " to " + most;
        try {
            long number = Long.parseLong(String.valueOf(value).strip());
            if (number >= least && number <= most) {
                return (int) number;
            }
        } catch (NumberFormatException notANumber) {
            throw bad(key, value, allowed);
        }
        throw bad(key, value, allowed);
    }

    Duration millis(String key, int least, int most) {
        return Duration.ofMillis(integer(key, least, most));
    }

    Duration seconds(String key, int least, int most) {
        return Duration.ofSeconds(integer(key, least, most));
    }

    boolean bool(String key) {
        Object value = value(key);
        String text = String.valueOf(value).strip();
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw bad(key, value, "true or false");
    }

    List<String> texts(String key) {
        Object value = value(key);
        Stream<String> parts;
        if (value == null) {
            parts = Stream.empty();
        } else if (value instanceof JsonArray array) {
            parts = array.stream().map(String::valueOf);
        } else if (value instanceof JsonObject) {
            throw bad(key, value, "a list of texts");
        } else {
            parts = Arrays.stream(value.toString().split(","));
        }
        return parts.map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    JsonObject group(String key) {
        Object value = value(key);
        if (value == null) {
            return new JsonObject();
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw bad(key, value, "a group of settings");
    }

    JsonArray array(String key) {
        Object value = value(key);
        if (value == null) {
            return new JsonArray();
        }
        if (value instanceof JsonArray array) {
            return array;
        }
        throw bad(key, value, "a list");
    }

    /** A PEM file, that can be read now. */
    Optional<Path> pem(String key) {
        return text(key).map(file -> pem(key, file));
    }

    /** The same, named elsewhere than under its key. */
    static Path pem(String key, String file) {
        Path path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw bad(key, path, "the path of a readable PEM file");
        }
        return path;
    }

    /**
     * A signing secret.
     *
     * @param variable the environment variable that sets it, for the complaint
     * @param leastBytes shortest allowed, UTF-8 bytes
     */
    Optional<byte[]> secret(String key, String variable, int leastBytes) {
        Optional<byte[]> secret = secretText(key).map(text -> text.getBytes(StandardCharsets.UTF_8));
        if (secret.isPresent() && secret.get().length < leastBytes) {
            throw new ConfigurationException(key + ": " + secret.get().length + " bytes are too few: set " + variable
                    + " to at least " + leastBytes + " bytes, for example the output of: openssl rand -base64 48");
        }
        return secret;
    }

    /** A text that no complaint repeats. */
    Optional<String> secretText(String key) {
        if (value(key) instanceof JsonObject || value(key) instanceof JsonArray) {
            throw new ConfigurationException(key + " is not allowed: it must be a text");
        }
        return text(key);
    }

    static ConfigurationException missingSecret(String key, String variable, int leastBytes) {
        return new ConfigurationException(key + " is missing: set " + variable + " to at least " + leastBytes
                + " bytes, for example the output of: openssl rand -base64 48");
    }

    static ConfigurationException bad(String key, Object value, String allowed) {
        return value == null
                ? new ConfigurationException(key + " is missing: it must be " + allowed)
                : ConfigurationException.notAllowed(key, value, allowed);
    }

    private Object value(String key) {
        JsonObject at = root;
        String[] path = key.split("\\.");
        for (int i = 0; i < path.length - 1; i++) {
            Object next = at.getValue(path[i]);
            if (next == null) {
                return null;
            }
            if (!(next instanceof JsonObject object)) {
                // Without the value: somebody may have written a secret one line too high.
                throw new ConfigurationException(String.join(".", Arrays.copyOf(path, i + 1))
                        + " is not allowed: it must be a group of settings");
            }
            at = object;
        }
        return at.getValue(path[path.length - 1]);
    }
}
