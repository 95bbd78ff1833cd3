package dev.retrain.http;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.client.ServiceAddress;
import dev.retrain.spi.client.TrustedCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * A client of one REST service. Every call has one deadline for all of its tries, headers and body
 * included; a call that may be repeated is tried up to four times, and {@code Retry-After} is
 * obeyed as far as the deadline allows. Redirects are followed within the service's origin alone.
 * Immutable and thread-safe; holds nothing that must be closed.
 */
public final class RestClient {

  private static final MediaType JSON = MediaType.get("application/json");

  private final String service;
  private final ServiceAddress address;
  private final Duration deadline;
  private final Repetition repetition;
  private final @Nullable Credentials credentials;
  private final Predicate<Json> absent;
  private final Clock clock;
  private final Transport transport;

  private RestClient(Builder builder) {
    this.service = builder.service;
    this.address = builder.address;
    this.deadline = builder.deadline;
    this.repetition = builder.repetition;
    this.credentials = builder.credentials;
    this.absent = builder.absent;
    this.clock = builder.clock;
    this.transport = Transport.of(builder.certificates, builder.longestAnswer);
  }

  /**
   * Starts a client.
   *
   * @param service what messages call the service, such as {@code the queue}
   * @param address its address, such as {@code https://host/base/path}
   * @throws ConfigurationProblem if the address has no scheme or host, or contains credentials
   */
  public static Builder of(String service, String address) {
    try {
      return new Builder(service, ServiceAddress.parse(address));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "cannot use the address of " + service + ": " + e.getMessage(),
          FailureContext.hint("correct the setting of this address"),
          null);
    }
  }

  /** Starts a client of an address that was checked before. */
  public static Builder of(String service, ServiceAddress address) {
    return new Builder(service, address);
  }

  /**
   * Sends a call.
   *
   * @return the answer, with a status from 200 to 299 or one that the call accepts
   * @throws TransientFailure if the service could not be reached, did not answer in time, requested
   *     a pause, or something else answered in its place
   * @throws PermanentFailure if it refused the call, with {@link
   *     dev.retrain.api.error.PermissionDenied} for 401 and 403, or if what was requested is absent
   */
  public HttpAnswer send(HttpCall call) {
    Answered answered = exchange(call);
    return answered
        .accepted()
        .orElseThrow(
            () ->
                isAbsent(answered)
                    ? answered.failures().absent(answered.answer())
                    : answered.failures().of(answered.answer()));
  }

  /**
   * Sends a call for something that may not exist.
   *
   * @return the answer; empty if the service's own 404 reports that there is no such thing, see
   *     {@link Builder#absentWhen}
   * @throws RetrainException as {@link #send}; also for a 404 that is not the service's own
   */
  public Optional<HttpAnswer> find(HttpCall call) {
    Answered answered = exchange(call);
    if (answered.accepted().isEmpty() && !isAbsent(answered)) {
      throw answered.failures().of(answered.answer());
    }
    return answered.accepted();
  }

  /** One call, the last answer to it, and how messages describe it. */
  private record Answered(HttpCall call, RawAnswer answer, Failures failures) {
    Optional<HttpAnswer> accepted() {
      return answer.isSuccess() || call.accepts(answer.status())
          ? Optional.of(new HttpAnswer(answer, failures.call()))
          : Optional.empty();
    }
  }

  private boolean isAbsent(Answered answered) {
    if (answered.answer().status() != 404) {
      return false;
    }
    try {
      return absent.test(new HttpAnswer(answered.answer(), answered.failures().call()).json());
    } catch (RetrainException e) {
      return false; // another form than the service's own
    }
  }

  private Answered exchange(HttpCall call) {
    Deadline end = Deadline.in(call.deadline().orElse(deadline));
    if (!call.secrets().isEmpty() && !address.mayCarryCredentials()) {
      throw unencrypted();
    }
    Answered first = exchange(call, end, false);
    return first.answer().status() == 401 && credentials != null
        ? exchange(call, end, true)
        : first;
  }

  private Answered exchange(HttpCall call, Deadline end, boolean refused) {
    List<String> secrets = new ArrayList<>(call.secrets());
    String authorization = credentials == null ? null : credentials.authorization(refused);
    if (authorization != null) {
      secrets.add(authorization);
      secrets.add(authorization.substring(authorization.indexOf(' ') + 1));
    }
    Failures failures = new Failures(Description.of(service, address, call, secrets), clock);
    Exchange exchange =
        new Exchange(transport, call, request(call, authorization), end, repetition, clock);
    try {
      return new Answered(call, exchange.run(), failures);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted();
    } catch (IOException e) {
      throw failures.of(e, end, exchange.tries());
    }
  }

  private Request request(HttpCall call, @Nullable String authorization) {
    HttpUrl.Builder url = requireNonNull(HttpUrl.get(address.uri())).newBuilder();
    call.path().forEach(url::addPathSegment);
    call.query()
        .forEach(parameter -> url.addQueryParameter(parameter.getKey(), parameter.getValue()));
    Request.Builder request =
        new Request.Builder().url(url.build()).method(call.method(), body(call));
    call.headers().forEach(request::header);
    if (authorization != null) {
      if (authorization.chars().anyMatch(Character::isISOControl)) {
        throw new ConfigurationProblem(
            "cannot use the credentials of " + service + ": they contain a line break",
            FailureContext.hint("correct the variable or file that they are read from"),
            null);
      }
      request.header("Authorization", authorization);
    }
    return request.build();
  }

  private static @Nullable RequestBody body(HttpCall call) {
    boolean always = !call.method().equals("GET") && !call.method().equals("DELETE");
    if (call.body().isEmpty() && !always) {
      return null;
    }
    return call.body()
        .map(text -> RequestBody.create(text.getBytes(StandardCharsets.UTF_8), JSON))
        .orElseGet(() -> RequestBody.create(new byte[0]));
  }

  private ConfigurationProblem unencrypted() {
    return new ConfigurationProblem(
        "refused to send credentials to " + service + " at " + address + ", which is not encrypted",
        FailureContext.hint("set an https address; http is for services on this machine"),
        null);
  }

  /** Returns the service and its address. */
  @Override
  public String toString() {
    return service + " at " + address;
  }

  /** Collects what a client needs. Not thread-safe. */
  public static final class Builder {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int LONGEST_ANSWER = 16 << 20;

    private final String service;
    private final ServiceAddress address;
    private Duration deadline = DEADLINE;
    private int longestAnswer = LONGEST_ANSWER;
    private Repetition repetition = Repetition.STANDARD;
    private Clock clock = Clock.systemUTC();
    private Predicate<Json> absent = answer -> false;
    private @Nullable Credentials credentials;
    private @Nullable TrustedCertificates certificates;

    private Builder(String service, ServiceAddress address) {
      this.service = service;
      this.address = address;
    }

    /** Sets the deadline of a call, all tries together; 30 s by default. */
    public Builder deadline(Duration time) {
      if (time.compareTo(Duration.ofMillis(1)) < 0) {
        throw new IllegalArgumentException("deadline must be above 0, is " + time);
      }
      deadline = time;
      return this;
    }

    /** Sets the longest answer that is read, in bytes after decompression; 16 MiB by default. */
    public Builder longestAnswer(int bytes) {
      if (bytes < 1 || bytes == Integer.MAX_VALUE) {
        throw new IllegalArgumentException("longestAnswer must be above 0, is " + bytes);
      }
      longestAnswer = bytes;
      return this;
    }

    /** Sets how often a call that may be repeated is sent at most, from 1 to 4; 4 by default. */
    public Builder tries(int most) {
      repetition = new Repetition(most, repetition.firstPause());
      return this;
    }

    /** Sets the pause before the second try. */
    Builder firstPause(Duration time) {
      repetition = new Repetition(repetition.tries(), time);
      return this;
    }

    /** Sets the credentials of calls; none by default. */
    public Builder credentials(Credentials supplier) {
      credentials = supplier;
      return this;
    }

    /**
     * Trusts the authorities of a PEM file, besides those of the platform.
     *
     * @throws ConfigurationProblem if it cannot be read
     */
    public Builder certificates(Path pem) {
      certificates = TrustedCertificates.read(pem);
      return this;
    }

    /**
     * Sets how the service reports that something does not exist: a condition on the JSON body of a
     * 404, such as an error code of its own. Without one, and for every other 404, such as the page
     * of a gateway, a call fails with a {@link TransientFailure}, because it tells nothing about
     * what was requested.
     */
    public Builder absentWhen(Predicate<Json> condition) {
      absent = condition;
      return this;
    }

    /** Sets the clock that dates of {@code Retry-After} are compared with. */
    public Builder clock(Clock source) {
      clock = source;
      return this;
    }

    /**
     * Returns the client; makes no connection yet.
     *
     * @throws ConfigurationProblem if there are credentials and the address is neither encrypted
     *     nor on this machine
     */
    public RestClient build() {
      RestClient client = new RestClient(this);
      if (credentials != null && !address.mayCarryCredentials()) {
        throw client.unencrypted();
      }
      return client;
    }
  }
}
