package dev.retrain.testkit.tck;

import dev.retrain.spi.backend.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The capabilities that a case, or every case of a group, shows to be there where they are
 * declared, and refused where they are not. A case that is handed a {@link Capability} proves that
 * one as well.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Proves {
  Capability[] value() default {};

  /** Returns whether the case applies only to backends that do not run pipelines. */
  boolean ofTranslatorsOnly() default false;
}
