package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import dev.retrain.http.HttpAnswer;
import dev.retrain.http.HttpCall;
import dev.retrain.http.Json;
import dev.retrain.http.RestClient;
import java.net.URI;
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
 * @param server address such as {@code http://prometheus:9090}; credentials in it are sent by https
 *     or to this machine alone, and never printed or stored
 * @param queries metric name to PromQL; other metrics are queried by their own name
 * @param byVersion metric name to PromQL that gives a series per version; answers {@code
 *     metric@version} for every version, in one call for all
 * @param versionLabel label that holds the version of such a series
 * @param step time between two values
 * @param deadline deadline of a call, for all of its tries
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

  /** Returns a copy with a PromQL expression for a metric, which gives one series. */
  public PrometheusMetrics query(String metric, String promQl) {
    return new PrometheusMetrics(
        server, with(queries, metric, promQl), byVersion, versionLabel, step, deadline);
  }

  /**
   * Returns a copy with one PromQL expression for {@code metric@version} of all versions, which
   * gives a series per version, such as {@code sum by (version) (rate(orders_total[5m]))}.
   */
  public PrometheusMetrics queryByVersion(String metric, String promQl) {
    return new PrometheusMetrics(
        server, queries, with(byVersion, metric, promQl), versionLabel, step, deadline);
  }

  /** Returns a copy with another label that holds the version; {@code version} by default. */
  public PrometheusMetrics versionLabel(String label) {
    return new PrometheusMetrics(server, queries, byVersion, label, step, deadline);
  }

  private static Map<String, String> with(Map<String, String> known, String metric, String promQl) {
    Map<String, String> more = new TreeMap<>(known);
    more.put(metric, promQl);
    return more;
  }

  /** Returns a copy with another time between two values. */
  public PrometheusMetrics step(Duration time) {
    return new PrometheusMetrics(server, queries, byVersion, versionLabel, time, deadline);
  }

  /** Returns a copy with another deadline of a call. */
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
    HttpAnswer answer =
        client(query)
            .send(
                HttpCall.get("api", "v1", "query_range")
                    .query("query", query)
                    .query("start", after.toString())
                    .query("end", upTo.toString())
                    .query("step", Double.toString(stepSeconds(after, upTo)))
                    .accepting(400, 422)); // a query that Prometheus refuses, with its reason
    Json body = answer.json();
    boolean failed = body.find("status").map(Json::text).filter("error"::equals).isPresent();
    if (answer.status() == 200 && !failed && body.node() instanceof Node.Mapping read) {
      warn(query, read);
      return read;
    }
    throw refused(
        query,
        answer.status(),
        body.find("error").map(Json::text).orElse("no result and no reason"));
  }

  /** Returns a client whose messages name the query; connections are shared by all clients. */
  private RestClient client(String query) {
    RestClient.Builder client =
        RestClient.of("Prometheus for the query '" + query + "'", address().toString())
            .deadline(deadline);
    server.credentials().ifPresent(secret -> client.credentials(refused -> secret.header()));
    return client.build();
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

  private double stepSeconds(Instant after, Instant upTo) {
    long rounded = Math.max(1, step.toMillis());
    long fewest = Duration.between(after, upTo).toMillis() / MOST_POINTS + 1;
    return Math.max(rounded, fewest) / 1000.0;
  }

  private PermanentFailure refused(String query, int status, String reason) {
    return new PermanentFailure(
        "%s answered '%s' with status %d: %s"
            .formatted(
                address(),
                query,
                status,
                reason.substring(0, Math.min(LONGEST_ERROR, reason.length()))),
        FailureContext.hint("Check the query."),
        null);
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

  /** {@code {type: prometheus, address: "http://...", queries: {auc: "avg(model_auc)"}}}. */
  public static final class Type extends NamedPart<MetricSource, PrometheusMetrics> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
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
