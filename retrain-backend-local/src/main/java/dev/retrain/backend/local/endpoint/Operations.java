package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.serving.HostedVersions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.microhttp.Request;
import org.microhttp.Response;

/**
 * Answers {@code GET /health} and {@code /metrics} to every client on this machine and {@code
 * /admin/...} to clients that show the token: {@code GET state}, {@code POST prepare}, {@code
 * route}, {@code retire}, {@code problem}.
 */
final class Operations {

  static final String ADMIN = "/admin/";

  private final HostedVersions<ServedModel> table;
  private final EndpointMetrics metrics;
  private final Optional<AdminToken> token;

  Operations(
      HostedVersions<ServedModel> table, EndpointMetrics metrics, Optional<AdminToken> token) {
    this.table = table;
    this.metrics = metrics;
    this.token = token;
  }

  Response answer(Request request) {
    return switch (request.method() + " " + request.uri()) {
      case "GET /health" -> health();
      case "GET /metrics" -> Answer.ok(metrics.entries());
      default -> request.uri().startsWith(ADMIN) ? admin(request) : absent(request);
    };
  }

  private static Response absent(Request request) {
    return Answer.error(404, "there is no " + request.method() + " " + request.uri());
  }

  private Response health() {
    boolean serving = table.isServing();
    String json = "{\"status\":\"" + (serving ? "serving" : "not serving") + "\"}";
    return Answer.of(serving ? 200 : 503, json);
  }

  private Response admin(Request request) {
    String shown = request.header("Authorization");
    if (token.filter(known -> known.isShownBy(shown)).isEmpty()) {
      return Answer.error(401, "the token of this endpoint is needed");
    }
    try {
      return command(request);
    } catch (InvalidDefinitionException e) {
      return failure(400, "permanent", e);
    } catch (PermanentFailure e) {
      return failure(409, "permanent", e);
    } catch (TransientFailure e) {
      return failure(503, "transient", e);
    }
  }

  private Response command(Request request) {
    switch (request.method() + " " + request.uri().substring(ADMIN.length())) {
      case "GET state" -> {
        return Answer.ok(Documents.canonicalJson(StateShapes.STATE.write(table.state())));
      }
      case "POST problem" -> {
        Optional<String> problem = table.problem(body(request, Shapes.text()));
        return Answer.ok(
            Documents.canonicalJson(
                Node.of(
                    problem
                        .<Map<String, Node>>map(why -> Map.of("problem", Node.of(why)))
                        .orElse(Map.of()))));
      }
      case "POST prepare" -> table.prepare(ApprovedModel.from(body(request, StateShapes.MODEL)));
      case "POST route" -> table.route(body(request, StateShapes.TRAFFIC));
      case "POST retire" -> table.retire(body(request, Shapes.text()));
      default -> {
        return absent(request);
      }
    }
    return Answer.ok("{}");
  }

  private static <T> T body(Request request, Shape<T> shape) {
    String what = "body of " + request.uri();
    String text = new String(request.body(), StandardCharsets.UTF_8);
    return DocumentReader.of(shape, Documents.parse(text, what), what);
  }

  private static Response failure(int status, String kind, RetrainException failure) {
    return Answer.of(
        status,
        Documents.canonicalJson(
            Node.of(
                Map.of(
                    "failure", Node.of(kind),
                    "error", Node.of(String.valueOf(failure.getMessage()))))));
  }
}
