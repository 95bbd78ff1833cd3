package dev.retrain.spi.client;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How the clients of a backend reach its services: the block {@code client} of its settings, of the
 * same form for every backend. Holds no secret.
 *
 * @param endpoints addresses by the name of a service; the one of {@link #DEFAULT} is of all others
 * @param credentials where they find what they sign in with
 * @param certificates a PEM file of authorities that are trusted besides those of the platform; a
 *     relative path starts from the folder of the settings
 * @param timeout the deadline of a call, from 1 ms to 10 minutes
 */
public record ClientSettings(
    Map<String, ServiceAddress> endpoints,
    ClientCredentials credentials,
    Optional<String> certificates,
    Duration timeout) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** The name in {@code endpoints} of all services that are not named. */
  public static final String DEFAULT = "default";

  /** The services' own addresses and the standard credentials, with a deadline of 30 s. */
  public static final ClientSettings STANDARD =
      new ClientSettings(
          Map.of(), new ClientCredentials.Standard(), Optional.empty(), Duration.ofSeconds(30));

  /** Checks the addresses, copies them, and checks the deadline. */
  public ClientSettings {
    endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
    endpoints.forEach(
        (service, address) ->
            require(
                address.mayCarryCredentials(),
                "endpoints."
                    + service
                    + " must start with https://, because it is not on this machine, is "
                    + address));
    if (credentials instanceof ClientCredentials.None) {
      require(
          endpoints.containsKey(DEFAULT)
              && endpoints.values().stream().allMatch(ServiceAddress::isLoopback),
          "credentials of type none are for services on this machine: endpoints.default, and every"
              + " other endpoint, must be on localhost or 127.0.0.1");
    }
    require(
        timeout.toMillis() > 0 && timeout.compareTo(LONGEST) <= 0,
        "timeout must be above 0 and at most 10 minutes, is " + timeout);
  }

  /** Returns the address of a service, if it is set for the service or for all. */
  public Optional<ServiceAddress> endpoint(String service) {
    return Optional.ofNullable(endpoints.getOrDefault(service, endpoints.get(DEFAULT)));
  }

  /** Returns the file of authorities, if one is set. */
  public Optional<Path> certificates(Settings settings) {
    return certificates.map(settings::resolve);
  }

  /**
   * The keys of this block among those of a backend's own block.
   *
   * @param <T> the type of the backend's block
   */
  public static final class Fields<T> {

    private final ObjectShape.Field<T, Map<String, ServiceAddress>> endpoints;
    private final ObjectShape.Field<T, ClientCredentials> credentials;
    private final ObjectShape.Field<T, String> certificates;
    private final ObjectShape.Field<T, Duration> timeout;

    private Fields(
        ObjectShape.Builder<T> all,
        Collection<String> services,
        Collection<CredentialsType> types,
        Function<T, ClientSettings> part) {
      this.endpoints =
          all.optional(
              "endpoints",
              addresses(services),
              Map.of(),
              block -> part.apply(block).endpoints(),
              "addresses by service, in place of the services' own");
      this.credentials =
          all.optional(
              "credentials",
              ClientCredentials.shape(types),
              STANDARD.credentials(),
              block -> part.apply(block).credentials(),
              "where clients find what they sign in with; never a secret itself");
      this.certificates =
          all.maybe(
              "certificates",
              Shapes.text(),
              block -> part.apply(block).certificates(),
              "PEM file of authorities to trust besides those of the platform");
      this.timeout =
          all.optional(
              "timeout",
              Shapes.duration(),
              STANDARD.timeout(),
              block -> part.apply(block).timeout(),
              "deadline of a call");
    }

    /**
     * Adds the keys to a block.
     *
     * @param services the names of the backend's services; others are refused
     * @param types the kinds of credentials that they know
     * @param part returns these settings from the backend's block
     */
    public static <T> Fields<T> in(
        ObjectShape.Builder<T> all,
        Collection<String> services,
        Collection<CredentialsType> types,
        Function<T, ClientSettings> part) {
      return new Fields<>(all, services, types, part);
    }

    /**
     * Returns the settings that were read.
     *
     * @throws IllegalArgumentException if they are not valid together
     */
    public ClientSettings of(ObjectShape.Values values) {
      return new ClientSettings(
          values.get(endpoints),
          values.get(credentials),
          values.find(certificates),
          values.get(timeout));
    }
  }

  /** Returns the document form of a backend without more keys in this block. */
  public static Shape<ClientSettings> shape(
      Collection<String> services, Collection<CredentialsType> types) {
    ObjectShape.Builder<ClientSettings> all = ObjectShape.named("ClientSettings");
    Fields<ClientSettings> fields = Fields.in(all, services, types, Function.identity());
    return all.build(fields::of);
  }

  private static Shape<Map<String, ServiceAddress>> addresses(Collection<String> services) {
    Shape<ServiceAddress> address =
        Shapes.text().as(ServiceAddress::parse, ServiceAddress::toString);
    ObjectShape.Builder<Map<String, ServiceAddress>> all = ObjectShape.named("Endpoints");
    Map<String, ObjectShape.Field<Map<String, ServiceAddress>, ServiceAddress>> fields =
        new TreeMap<>();
    fields.put(DEFAULT, field(all, DEFAULT, address, "all services that are not named"));
    services.forEach(
        service -> fields.put(service, field(all, service, address, "the service of this name")));
    return all.build(
        values -> {
          Map<String, ServiceAddress> read = new TreeMap<>();
          fields.forEach(
              (service, field) -> values.find(field).ifPresent(at -> read.put(service, at)));
          return read;
        });
  }

  private static ObjectShape.Field<Map<String, ServiceAddress>, ServiceAddress> field(
      ObjectShape.Builder<Map<String, ServiceAddress>> all,
      String service,
      Shape<ServiceAddress> address,
      String about) {
    return all.maybe(service, address, map -> Optional.ofNullable(map.get(service)), about);
  }
}
