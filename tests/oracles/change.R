# Writes change.toml: differences, what they are made of where rounds are linked, and what could have been found, by base R.
# Debian 12: r-base-core 4.2.2. Run:  cd tests/oracles && Rscript change.R
# Nothing here is taken from skapital's formulas: t.test and power.t.test do what they can do, and variances of linked rounds are
# a' V a with the whole covariance matrix V of all answers of both rounds, person by person, and the contrast a that is meant.
num <- function(x) { s <- formatC(x, digits = 15, format = "g", width = 1); s <- ifelse(grepl("[.e]", s), s, paste0(s, ".0")); s }
vec <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
check <- function(name, fn, inputs, expected, tol, why, part = NULL) {
  cat("[[checks]]\n", 'name = "', name, '"\n', 'function = "skapital.', fn, '"\n', "inputs = { ", inputs, " }\n",
      if (!is.null(part)) paste0('part = "', part, '"\n') else "",
      "expected = ", if (length(expected) == 1) num(expected) else vec(expected), "\n",
      "tolerance = ", tol, "\n", 'why = "', why, '"\n\n', sep = "")
}
exact <- "the same figure in double precision"
parts <- function(name, fn, inputs, value, se, df) {
  check(paste0(name, ": difference"), fn, inputs, value, "1e-9", exact, "value")
  check(paste0(name, ": standard error"), fn, inputs, se, "1e-9", exact, "error")
  check(paste0(name, ": degrees of freedom"), fn, inputs, df, "1e-9", exact, "df")
  check(paste0(name, ": lower end"), fn, inputs, value - qt(.975, df) * se, "1e-9", exact, "low")
  check(paste0(name, ": upper end"), fn, inputs, value + qt(.975, df) * se, "1e-9", exact, "high")
  check(paste0(name, ": p"), fn, inputs, 2 * pt(-abs(value / se), df), "1e-9", exact, "p")
  check(paste0(name, ": least detectable change"), fn, inputs, (qt(.975, df) + qt(.8, df)) * se, "1e-9", exact, "detectable")
}
call <- function(fn, ...) { a <- c(...); paste0('{ function = "skapital.', fn, '", inputs = { ', paste(names(a), a, sep = " = ", collapse = ", "), " } }") }
means <- function(x, df = length(x) - 1) call("compare.intervals:Means", mean = vec1(mean(x)), sd = vec1(sd(x)), n = vec1(length(x)), df = vec1(df))
vec1 <- function(x) paste0("[", num(x), "]")
both <- function(later, earlier, n, r) call("compare.linked:Both", later = vec1(later), earlier = vec1(earlier), n = vec1(n), correlation = vec1(r))

# A unit's answers in two rounds: the first eight persons of each are the same ones.
x1 <- c(50, 62.5, 41.7, 75, 58.3, 66.7, 33.3, 83.3, 45.8, 70.8, 54.2, 25, 62.5, 79.2)
x2 <- c(58.3, 66.7, 50, 79.2, 54.2, 75, 45.8, 87.5, 70.8, 62.5, 41.7, 91.7)
same <- 8; r <- .6
y1 <- x1[1:12]                                            # everybody answered both rounds
welch <- t.test(x2, x1); paired <- t.test(x2, y1, paired = TRUE)

sink("change.toml")
cat("# Written by change.R; change that and run it again.\nschema = 1\nsource = \"base R: t.test, power.t.test, and a' V a over all answers\"\n",
    "software = \"R 4.2.2\"\nscript = \"change.R\"\n\n[data]\nlater = ", means(x2), "\nearlier = ", means(x1), "\nfirst = ", means(y1), "\n",
    "some = ", both(mean(x2[1:same]), mean(x1[1:same]), same, r), "\nall = ", both(mean(x2), mean(y1), 12, cor(x2, y1)), "\n\n", sep = "")

two <- 'later = "@later", earlier = "@earlier"'
parts("independent rounds (Welch)", "compare.intervals:independent", two, diff(rev(welch$estimate)), welch$stderr, welch$parameter)
check("independent rounds (Welch): interval and p as t.test prints them", "compare.intervals:independent", two, welch$conf.int[1], "1e-9", exact, "low")
parts("everybody answered twice: the paired t test", "compare.linked:overlapping", 'later = "@later", earlier = "@first", same = "@all"',
      paired$estimate, paired$stderr, paired$parameter)
parts("stayers where everybody stayed: the paired t test", "compare.linked:of_stayers", 'later = "@later", earlier = "@first", same = "@all"',
      paired$estimate, paired$stderr, paired$parameter)

# Partly overlapping: every answer has its round's variance, and the two of one person covary.
n1 <- length(x1); n2 <- length(x2)
V <- diag(c(rep(var(x1), n1), rep(var(x2), n2)))
for (i in 1:same) V[i, n1 + i] <- V[n1 + i, i] <- r * sd(x1) * sd(x2)
se <- function(a) sqrt(drop(t(a) %*% V %*% a))
whole <- c(rep(-1 / n1, n1), rep(1 / n2, n2))
stay <- c(rep(-1 / same, same), rep(0, n1 - same), rep(1 / same, same), rep(0, n2 - same))
of <- function(a) sum(a * c(x1, x2))
least <- min(n1, n2) - 1
derrick <- least + (welch$parameter - least) * (n1 - same + n2 - same) / (n1 - same + n2 - same + 2 * same)  # Derrick et al. (2017)
three <- 'later = "@later", earlier = "@earlier", same = "@some"'
parts("eight of 14 and 12 answered twice", "compare.linked:overlapping", three, of(whole), se(whole), derrick)
parts("eight of 14 and 12: those who stayed", "compare.linked:of_stayers", three, of(stay), se(stay), derrick)
parts("eight of 14 and 12: who came and went", "compare.linked:of_who_came_and_went", three, of(whole - stay), se(whole - stay), derrick)

# What could have been found: power.t.test has the exact noncentral t.
for (n in c(12, 20, 40)) {
  of_n <- call("compare.intervals:Means", mean = "[60.0]", sd = "[18.0]", n = vec1(n), df = vec1(n - 1))
  check(paste0("least change found in 80 % of repetitions, ", n, " answers each time, SD 18"), "compare.intervals:independent", paste0("later = ", of_n, ", earlier = ", of_n),
        power.t.test(n = n, sd = 18, power = .8)$delta, "0.05", "the noncentral t is less than a twentieth of a point from the sum of two quantiles", "detectable")
}

# A mean against a fixed number (a target), and a unit against the whole it is a part of.
goal <- t.test(x2, mu = 70)
one <- paste0("value = ", vec1(goal$estimate - 70), ", error = ", vec1(goal$stderr), ", df = ", vec1(goal$parameter))
check("a mean against a target of 70: lower end", "compare.intervals:of", one, goal$conf.int[1] - 70, "1e-9", exact, "low")
check("a mean against a target of 70: upper end", "compare.intervals:of", one, goal$conf.int[2] - 70, "1e-9", exact, "high")
check("a mean against a target of 70: p", "compare.intervals:of", one, goal$p.value, "1e-9", exact, "p")
rest <- c(66.7, 58.3, 75, 50, 62.5, 70.8, 54.2, 41.7, 79.2, 66.7, 45.8, 58.3, 87.5, 62.5, 37.5, 70.8)
apart <- t.test(x2, rest); w <- length(x2) / (length(x2) + length(rest))
parts("a unit and the whole it is a part of", "compare.against:part_of_whole", paste0("part = ", means(x2), ", whole = ", means(c(x2, rest))),
      (1 - w) * (mean(x2) - mean(rest)), (1 - w) * apart$stderr, apart$parameter)
check("Holm: three declared tests", "compare.many:holm", "p_values = [0.01, 0.04, 0.03]", p.adjust(c(.01, .04, .03), "holm"), "1e-12", exact)
p <- c(.021, .004, .33, .048, .0007, .62, .012)
check("Holm: seven tests in any order", "compare.many:holm", paste0("p_values = ", vec(p)), p.adjust(p, "holm"), "1e-12", exact)
check("Benjamini and Hochberg: the same seven at .05", "compare.many:benjamini_hochberg", paste0("p_values = ", vec(p)), as.numeric(p.adjust(p, "BH") <= .05), "0.0", "flags")
sink()
