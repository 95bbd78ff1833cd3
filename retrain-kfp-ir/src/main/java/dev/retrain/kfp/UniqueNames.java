package dev.retrain.kfp;

import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Hands out names, each once: who comes first keeps the plain one, later ones get a number. */
final class UniqueNames {

  private final UnaryOperator<String> form;
  private final Set<String> taken = new HashSet<>();

  UniqueNames(UnaryOperator<String> form) {
    this.form = form;
  }

  String take(String wanted) {
    String name = form.apply(wanted);
    for (int number = 2; !taken.add(name); number++) {
      name = form.apply(wanted + "-" + number);
    }
    return name;
  }
}
