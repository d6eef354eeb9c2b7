package dev.gastown.terminal.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment variables of contract section 1 and the configuration keys they set. */
public final class EnvironmentVariables {
    /** Names the configuration file; the only variable that is not a setting itself. */
    public static final String CONFIG_FILE = "GASTOWN_CONFIG";

    /** Says how the log is written, from the process's first line on. */
    public static final String LOG_FORMAT = "GASTOWN_LOG_FORMAT";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private static final Map<String, String> KEYS = keys();

    private EnvironmentVariables() {}

    /** Variable name to dotted configuration key, in the order of the documentation. */
    public static Map<String, String> configurationKeys() {
        return KEYS;
    }

    /** The settings that the environment makes, shaped like the configuration file. Empty variables set nothing. */
    static JsonObject settings(Map<String, String> environment) {
        JsonObject settings = new JsonObject();
        KEYS.forEach((variable, key) -> {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                put(settings, key, value);
            }
        });
        return settings;
    }

    /**
     * Replaces every <code>${NAME}</code> in every text by the environment variable of that name.
     *
     * @throws ConfigurationException when there is no such variable
     */
    static JsonObject expand(JsonObject settings, Map<String, String> environment) {
        JsonObject expanded = new JsonObject();
        settings.forEach(entry -> expanded.put(entry.getKey(), expand(entry.getKey(), entry.getValue(), environment)));
        return expanded;
    }

    private static Object expand(String key, Object value, Map<String, String> environment) {
        if (value instanceof JsonObject object) {
            return expand(object, environment);
        }
        if (value instanceof JsonArray array) {
            JsonArray expanded = new JsonArray();
            array.forEach(item -> expanded.add(expand(key, item, environment)));
            return expanded;
        }
        if (value instanceof String text) {
            return expand(key, text, environment);
        }
        return value;
    }

    private static String expand(String key, String text, Map<String, String> environment) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            String value = environment.get(reference.group(1));
            if (value == null) {
                throw new ConfigurationException(
                        key + " refers to the environment variable " + reference.group(1) + ", which is not set");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static void put(JsonObject settings, String key, String value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            settings.put(key, value);
            return;
        }
        String group = key.substring(0, dot);
        if (!settings.containsKey(group)) {
            settings.put(group, new JsonObject());
        }
        put(settings.getJsonObject(group), key.substring(dot + 1), value);
    }

    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("GASTOWN_HTTP_HOST", "http.host");
        keys.put("GASTOWN_HTTP_PORT", "http.port");
        keys.put("GASTOWN_PUBLIC_URL", "http.publicUrl");
        keys.put("GASTOWN_ALLOWED_ORIGINS", "http.allowedOrigins");
        keys.put("GASTOWN_TRUSTED_PROXIES", "http.trustedProxies");
        keys.put("GASTOWN_TLS_CERTIFICATE", "http.tls.certificate");
        keys.put("GASTOWN_TLS_KEY", "http.tls.key");
        keys.put("GASTOWN_MANAGEMENT_HOST", "management.host");
        keys.put("GASTOWN_MANAGEMENT_PORT", "management.port");
        keys.put(LOG_FORMAT, "log.format");
        keys.put("GASTOWN_LOG_ACCESS", "log.access");
        keys.put("GASTOWN_AUDIT_FILE", "audit.file");
        keys.put("GASTOWN_CLUSTERED", "cluster.enabled");
        keys.put("GASTOWN_CLUSTER_NAME", "cluster.name");
        keys.put("GASTOWN_CLUSTER_HOST", "cluster.host");
        keys.put("GASTOWN_CLUSTER_PORT", "cluster.port");
        keys.put("GASTOWN_CLUSTER_EVENT_BUS_PORT", "cluster.eventBusPort");
        keys.put("GASTOWN_CLUSTER_MEMBERS", "cluster.members");
        keys.put("GASTOWN_CLUSTER_DNS", "cluster.dns");
        keys.put("GASTOWN_DATABASE_URL", "database.url");
        keys.put("GASTOWN_SANDBOX_PORT", "sandbox.port");
        keys.put("GASTOWN_SANDBOX_KEY", "sandbox.key");
        keys.put("GASTOWN_TICKET_SECRET", "tickets.secret");
        keys.put("GASTOWN_TICKET_SECRET_PREVIOUS", "tickets.previousSecret");
        keys.put("GASTOWN_SESSION_SECRET", "auth.sessionSecret");
        keys.put("GASTOWN_SESSION_SECRET_PREVIOUS", "auth.previousSessionSecret");
        keys.put("GASTOWN_JWKS_URL", "auth.jwksUrl");
        keys.put("GASTOWN_OIDC_ISSUER", "auth.oidc.issuer");
        keys.put("GASTOWN_OIDC_CLIENT_ID", "auth.oidc.clientId");
        keys.put("GASTOWN_OIDC_CLIENT_SECRET", "auth.oidc.clientSecret");
        return keys;
    }
}
