package dev.retrain.api.pipeline;

/**
 * One argument of a step's command. Backends replace every kind but the literal by its value when
 * the step starts.
 */
public sealed interface Arg {

  /** A text passed as it is. */
  record Literal(String text) implements Arg {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.literal(this);
    }
  }

  /** The folder of an artifact the step reads. */
  record In(String artifact) implements Arg {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.in(this);
    }
  }

  /** The folder of an artifact the step writes. */
  record Out(String artifact) implements Arg {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.out(this);
    }
  }

  /** The value of a parameter. */
  record Param(String name) implements Arg {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.param(this);
    }
  }

  /** The path of the JSON file of hyperparameters. */
  record Hyperparameters() implements Arg {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.hyperparameters(this);
    }
  }

  /** One method per kind of argument: a new kind fails every backend's build until it is mapped. */
  interface Visitor<R> {
    /** Visits a text passed as it is. */
    R literal(Literal literal);

    /** Visits the folder of an artifact the step reads. */
    R in(In in);

    /** Visits the folder of an artifact the step writes. */
    R out(Out out);

    /** Visits the value of a parameter. */
    R param(Param param);

    /** Visits the path of the JSON file of hyperparameters. */
    R hyperparameters(Hyperparameters file);
  }

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** Returns an argument that is a fixed text. */
  static Arg text(String text) {
    return new Literal(text);
  }

  /** Returns an argument that is the folder of an artifact the step reads. */
  static Arg in(Artifact<?> artifact) {
    return new In(artifact.name());
  }

  /** Returns an argument that is the folder of an artifact the step writes. */
  static Arg out(Artifact<?> artifact) {
    return new Out(artifact.name());
  }

  /** Returns an argument that is the value of a parameter. */
  static Arg param(String name) {
    return new Param(name);
  }

  /** Returns an argument that is the path of the JSON file of hyperparameters. */
  static Arg hyperparameters() {
    return new Hyperparameters();
  }
}
