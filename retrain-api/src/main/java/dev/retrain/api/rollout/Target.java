package dev.retrain.api.rollout;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;

/** Where a promoted model goes. */
public sealed interface Target {

  /**
   * An endpoint that splits requests between versions.
   *
   * @param name of the endpoint
   */
  record Endpoint(String name) implements Target {
    @Override
    public String toString() {
      return "endpoint " + name;
    }
  }

  /**
   * An alias in the registry, for models that score batches: both versions score one batch, the
   * scores are compared, the alias moves, the next batch is watched, the alias may move back.
   *
   * @param model the model's name
   */
  record RegistryAlias(String model) implements Target {
    @Override
    public String toString() {
      return "alias champion of model " + model;
    }
  }

  /**
   * The application's own router, in its own process.
   *
   * @param router the router's name
   */
  record InProcess(String router) implements Target {
    @Override
    public String toString() {
      return "router " + router;
    }
  }

  /** Returns an endpoint that splits requests between versions. */
  static Target endpoint(String name) {
    return new Endpoint(name);
  }

  /** Returns the alias {@code champion} of a batch-scored model. */
  static Target registryAlias(String model) {
    return new RegistryAlias(model);
  }

  /** Returns the application's own router. */
  static Target inProcess(String router) {
    return new InProcess(router);
  }

  /** One method per kind of target. */
  interface Visitor<R> {
    /** Visits an endpoint that splits requests between versions. */
    R endpoint(Endpoint target);

    /** Visits an alias in the registry. */
    R registryAlias(RegistryAlias target);

    /** Visits the application's own router. */
    R inProcess(InProcess target);
  }

  /** Calls the visitor's method for this kind. */
  default <R> R accept(Visitor<R> visitor) {
    if (this instanceof Endpoint endpoint) {
      return visitor.endpoint(endpoint);
    }
    return this instanceof RegistryAlias alias
        ? visitor.registryAlias(alias)
        : visitor.inProcess((InProcess) this);
  }

  /** Returns the document form: {@code {type: endpoint, name: flights-prod}} and so on. */
  static Shape<Target> shape() {
    ObjectShape.Builder<Endpoint> endpoint = ObjectShape.named("EndpointTarget");
    var name = endpoint.required("name", Shapes.text(), Endpoint::name, "of the endpoint");
    ObjectShape.Builder<RegistryAlias> alias = ObjectShape.named("RegistryAliasTarget");
    var model = alias.required("model", Shapes.text(), RegistryAlias::model, "the model's name");
    ObjectShape.Builder<InProcess> inProcess = ObjectShape.named("InProcessTarget");
    var router = inProcess.required("router", Shapes.text(), InProcess::router, "its name");
    return UnionShape.<Target>on("type")
        .with("endpoint", Endpoint.class, endpoint.build(f -> new Endpoint(f.get(name))))
        .with(
            "registry-alias",
            RegistryAlias.class,
            alias.build(f -> new RegistryAlias(f.get(model))))
        .with("in-process", InProcess.class, inProcess.build(f -> new InProcess(f.get(router))));
  }
}
