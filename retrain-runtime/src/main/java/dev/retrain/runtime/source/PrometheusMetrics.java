package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads metrics from a Prometheus server with range queries (HTTP API v1, {@code
 * /api/v1/query_range}). A query must give one series, or one per version where it is read by
 * version; NaN and infinities are missing values. An answer that is no result, such as an error, a
 * login page or a series without numbers, throws: it is never taken for a metric that was not
 * measured.
 *
 * @param server address such as {@code http://prometheus:9090}; credentials in it are sent and
 *     never printed or stored
 * @param queries metric name to PromQL; other metrics are queried by their own name
 * @param byVersion metric name to PromQL that gives a series per version; answers {@code
 *     metric@version} for every version, in one call for all
 * @param versionLabel label that holds the version of such a series
 * @param step time between two values
 * @param deadline deadline of a call
 */
public record PrometheusMetrics(
    PrometheusAddress server,
    Map<String, String> queries,
    Map<String, String> byVersion,
    String versionLabel,
    Duration step,
    Duration deadline)
    implements MetricSource {

  private static final Logger LOG = LoggerFactory.getLogger(PrometheusMetrics.class);
  private static final String DEFAULT_LABEL = "version";
  private static final Duration DEFAULT_STEP = Duration.ofMinutes(5);
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  /** Prometheus answers at most 11,000 points per series (its own limit, web/api/v1). */
  private static final long MOST_POINTS = 10_000;

  /** Longer error texts are cut off. */
  private static final int LONGEST_ERROR = 300;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(DEFAULT_DEADLINE).build();

  /** Checks the ranges and copies. */
  public PrometheusMetrics {
    requireNonNull(server);
    queries = Collections.unmodifiableMap(new TreeMap<>(queries));
    byVersion = Collections.unmodifiableMap(new TreeMap<>(byVersion));
    requireNonNull(versionLabel);
    if (step.toMillis() < 1 || deadline.toMillis() < 1) {
      throw new IllegalArgumentException("step and deadline must be above 0");
    }
  }

  static PrometheusMetrics at(PrometheusAddress server) {
    return new PrometheusMetrics(
        server, Map.of(), Map.of(), DEFAULT_LABEL, DEFAULT_STEP, DEFAULT_DEADLINE);
  }

  /** Returns the address, without credentials. */
  public URI address() {
    return server.uri();
  }

  /** Returns the same with a PromQL expression for a metric, which gives one series. */
  public PrometheusMetrics query(String metric, String promQl) {
    return new PrometheusMetrics(
        server, with(queries, metric, promQl), byVersion, versionLabel, step, deadline);
  }

  /**
   * Returns the same with one PromQL expression for {@code metric@version} of all versions, which
   * gives a series per version, such as {@code sum by (version) (rate(orders_total[5m]))}.
   */
  public PrometheusMetrics queryByVersion(String metric, String promQl) {
    return new PrometheusMetrics(
        server, queries, with(byVersion, metric, promQl), versionLabel, step, deadline);
  }

  /** Returns the same with another label that holds the version; {@code version} by default. */
  public PrometheusMetrics versionLabel(String label) {
    return new PrometheusMetrics(server, queries, byVersion, label, step, deadline);
  }

  private static Map<String, String> with(Map<String, String> known, String metric, String promQl) {
    Map<String, String> more = new TreeMap<>(known);
    more.put(metric, promQl);
    return more;
  }

  /** Returns the same with another time between two values. */
  public PrometheusMetrics step(Duration time) {
    return new PrometheusMetrics(server, queries, byVersion, versionLabel, time, deadline);
  }

  /** Returns the same with another deadline of a call. */
  public PrometheusMetrics deadline(Duration time) {
    return new PrometheusMetrics(server, queries, byVersion, versionLabel, step, time);
  }

  @Override
  public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
    return readAll(Set.of(metric), after, upTo).getOrDefault(metric, List.of());
  }

  @Override
  public Map<String, List<MetricPoint>> readAll(Set<String> metrics, Instant after, Instant upTo) {
    if (!after.isBefore(upTo)) {
      return Map.of();
    }
    Map<String, List<PrometheusSeries>> answers = new HashMap<>();
    Map<String, List<MetricPoint>> points = new TreeMap<>();
    for (String metric : metrics) {
      PrometheusQuery query = PrometheusQuery.of(metric, this);
      List<PrometheusSeries> answer =
          answers.computeIfAbsent(
              query.promQl(), promQl -> series(promQl, ask(promQl, after, upTo)));
      points.put(
          metric,
          one(query, answer).stream()
              .flatMap(series -> series.points().stream())
              .filter(point -> point.at().isAfter(after) && !point.at().isAfter(upTo))
              .toList());
    }
    return points;
  }

  private Node.Mapping ask(String query, Instant after, Instant upTo) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(query, after, upTo)).timeout(deadline);
    server.credentials().ifPresent(secret -> request.header("Authorization", secret.header()));
    HttpResponse<String> answer = send(query, request.build());
    Optional<Node.Mapping> body = parse(answer.body());
    boolean failed = body.flatMap(b -> text(b, "status")).filter("error"::equals).isPresent();
    if (answer.statusCode() == 200 && body.isPresent() && !failed) {
      warn(query, body.get());
      return body.get();
    }
    String reason = body.flatMap(b -> text(b, "error")).orElse("no result and no reason");
    throw refused(query, answer.statusCode(), reason);
  }

  /** Some servers answer with part of the data and say so. */
  private void warn(String query, Node.Mapping body) {
    if (body.get("warnings").orElse(null) instanceof Node.Sequence warnings
        && !warnings.items().isEmpty()) {
      LOG.warn("{} answered '{}' with warnings: {}", address(), query, warnings.items());
    }
  }

  private List<PrometheusSeries> series(String query, Node.Mapping body) {
    try {
      return PrometheusSeries.of(body);
    } catch (IllegalArgumentException e) {
      throw new PermanentFailure(
          "the answer of %s to '%s' is no series of numbers: %s"
              .formatted(address(), query, e.getMessage()),
          FailureContext.hint("Query a number, such as avg(...) or histogram_quantile(...)."),
          e);
    }
  }

  private URI uri(String query, Instant after, Instant upTo) {
    long rounded = Math.max(1, step.toMillis());
    long fewest = Duration.between(after, upTo).toMillis() / MOST_POINTS + 1;
    double seconds = Math.max(rounded, fewest) / 1000.0;
    String base = address().toString().replaceAll("/+$", "");
    return URI.create(
        base
            + "/api/v1/query_range?query="
            + URLEncoder.encode(query, StandardCharsets.UTF_8)
            + "&start="
            + after
            + "&end="
            + upTo
            + "&step="
            + seconds);
  }

  private HttpResponse<String> send(String query, HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new TransientFailure(
          "%s did not answer '%s': %s %s"
              .formatted(address(), query, e.getClass().getSimpleName(), e.getMessage()),
          FailureContext.hint("Check that Prometheus can be reached from here."),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("the query of " + address() + " was interrupted", e);
    }
  }

  private RetrainException refused(String query, int status, String reason) {
    String message =
        "%s answered '%s' with status %d: %s"
            .formatted(
                address(),
                query,
                status,
                reason.substring(0, Math.min(LONGEST_ERROR, reason.length())));
    return status >= 500 || status == 429
        ? new TransientFailure(message)
        : new PermanentFailure(
            message, FailureContext.hint("Check the query and the credentials."), null);
  }

  private static Optional<Node.Mapping> parse(String body) {
    try {
      return Documents.parse(body, "the answer") instanceof Node.Mapping mapping
          ? Optional.of(mapping)
          : Optional.empty();
    } catch (RetrainException e) {
      return Optional.empty();
    }
  }

  /** Returns the series of a query; empty if the server has no points of it. */
  private Optional<PrometheusSeries> one(PrometheusQuery query, List<PrometheusSeries> all) {
    boolean versioned = query.version().isPresent();
    if (versioned && all.stream().anyMatch(series -> series.label(versionLabel).isEmpty())) {
      throw new PermanentFailure(
          "the answer of %s to '%s' has a series without the label %s"
              .formatted(address(), query.promQl(), versionLabel),
          FailureContext.hint("Aggregate by it, such as sum by (" + versionLabel + ") (...)."),
          null);
    }
    List<PrometheusSeries> mine =
        all.stream()
            .filter(series -> !versioned || series.label(versionLabel).equals(query.version()))
            .toList();
    if (mine.size() > 1) {
      throw new PermanentFailure(
          "the answer of %s to '%s' has %d series%s instead of one"
              .formatted(
                  address(),
                  query.promQl(),
                  mine.size(),
                  query.version().map(name -> " of version " + name).orElse("")),
          FailureContext.hint("Aggregate them, such as avg(...), or select by labels."),
          null);
    }
    return mine.stream().findFirst();
  }

  private static Optional<String> text(Node.Mapping mapping, String key) {
    return mapping.get(key).orElse(null) instanceof Node.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /** {@code {type: prometheus, address: "http://...", queries: {auc: "avg(model_auc)"}}}. */
  public static final class Type extends NamedPart<MetricSource, PrometheusMetrics> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {
      super(MetricSource.class, "prometheus", PrometheusMetrics.class);
    }

    @Override
    public ObjectShape<PrometheusMetrics> shape() {
      ObjectShape.Builder<PrometheusMetrics> all = ObjectShape.named("PrometheusMetrics");
      var address =
          all.required(
              "address",
              Shapes.text().as(PrometheusAddress::parse, server -> server.uri().toString()),
              PrometheusMetrics::server,
              "such as http://prometheus:9090; credentials in it are never written");
      var queries =
          all.optional(
              "queries",
              Shapes.map(Shapes.text()),
              Map.of(),
              PrometheusMetrics::queries,
              "metric to PromQL");
      var byVersion =
          all.optional(
              "queriesByVersion",
              Shapes.map(Shapes.text()),
              Map.of(),
              PrometheusMetrics::byVersion,
              "metric to PromQL with a series per version");
      var label =
          all.optional(
              "versionLabel",
              Shapes.text(),
              DEFAULT_LABEL,
              PrometheusMetrics::versionLabel,
              "holds the version of a series");
      var step =
          all.optional(
              "step", Shapes.duration(), DEFAULT_STEP, PrometheusMetrics::step, "between values");
      var deadline =
          all.optional(
              "deadline",
              Shapes.duration(),
              DEFAULT_DEADLINE,
              PrometheusMetrics::deadline,
              "of a call");
      return all.build(
          f ->
              new PrometheusMetrics(
                  f.get(address),
                  f.get(queries),
                  f.get(byVersion),
                  f.get(label),
                  f.get(step),
                  f.get(deadline)));
    }
  }
}
