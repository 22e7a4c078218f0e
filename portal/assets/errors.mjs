// assets/errors.mjs - the words of nginx's own pages: what happened, what became of what the
// person typed, what to do. Static: shown when the workers cannot answer.
export const pages = [
  {
    status: 400,
    title: 'Nous n’avons pas compris cette demande',
    what: 'Votre navigateur a envoyé une demande que le service ne sait pas lire, ou une adresse bien trop longue.',
    typed: 'Rien n’a été enregistré ni effacé : ce que vous avez déjà enregistré est toujours là.',
    steps: [
      'Reprenez depuis <a class="govuk-link" href="/">la page d’accueil</a> ou depuis <a class="govuk-link" href="/candidature">votre candidature</a>.',
      'Si vous avez suivi un lien, ouvrez-le de nouveau depuis le message où vous l’avez trouvé.',
    ],
  },
  {
    status: 404,
    title: 'Cette page n’existe pas',
    what: 'L’adresse est incomplète, ou la page a changé de place.',
    typed: 'Rien n’a été envoyé ni effacé : ce que vous avez déjà enregistré est toujours là.',
    steps: [
      'Vérifiez l’adresse, surtout si vous l’avez recopiée d’un courriel.',
      'Reprenez depuis <a class="govuk-link" href="/">la page d’accueil</a> ou depuis <a class="govuk-link" href="/candidature">votre candidature</a>.',
    ],
  },
  {
    status: 413,
    title: 'Votre envoi est trop volumineux',
    what: 'Le texte ou le fichier dépasse la taille que nous pouvons recevoir en une fois.',
    typed: 'Cet envoi n’a pas été enregistré. Tout ce que vous aviez enregistré avant est conservé.',
    steps: [
      'Revenez à la page précédente avec votre navigateur : votre texte y est en général encore.',
      'Copiez-le dans un autre document par précaution, puis raccourcissez-le ou choisissez un fichier plus léger.',
      'Envoyez à nouveau.',
    ],
  },
  {
    status: 429,
    title: 'Trop de demandes en peu de temps',
    what: 'Nous avons reçu beaucoup de demandes venant de votre connexion, et nous ralentissons pour que le service reste ouvert à tous. Ce n’est pas un reproche : cela arrive aussi quand plusieurs personnes partagent la même connexion.',
    typed: 'Votre dernier envoi n’a pas été enregistré. Tout ce que vous aviez enregistré avant est conservé.',
    steps: [
      'Attendez une minute sans fermer cette page.',
      'Revenez à la page précédente avec votre navigateur, puis envoyez à nouveau.',
    ],
  },
  {
    status: 500,
    title: 'Nous n’avons pas pu répondre',
    what: 'Le service a rencontré un défaut. Il vient de nous, pas de vous.',
    typed: 'Votre dernier envoi n’a peut-être pas été enregistré. Tout ce qui l’était avant est conservé.',
    steps: [
      'Revenez à la page précédente avec votre navigateur, puis envoyez à nouveau : un même envoi fait deux fois ne compte qu’une fois.',
      'Si cela recommence, réessayez dans une heure ou écrivez-nous.',
    ],
  },
  {
    status: 502,
    title: 'Le service redémarre',
    what: 'La partie du service qui répond à votre demande vient de s’arrêter. Elle redémarre d’elle-même en quelques secondes.',
    typed: 'Votre dernier envoi n’a peut-être pas été enregistré. Tout ce qui l’était avant est conservé.',
    steps: [
      'Attendez quelques secondes, revenez à la page précédente, puis envoyez à nouveau : un même envoi fait deux fois ne compte qu’une fois.',
    ],
  },
  {
    status: 503,
    title: 'Le service est momentanément indisponible',
    what: 'Il est en entretien ou très sollicité. Il revient bientôt.',
    typed: 'Votre dernier envoi n’a pas été enregistré. Tout ce que vous aviez enregistré avant est conservé, et votre place dans la page aussi.',
    steps: [
      'Réessayez dans quelques minutes.',
      'Si la date limite de dépôt est toute proche, écrivez-nous sans attendre en disant à quelle heure vous avez essayé.',
    ],
  },
  {
    name: 'connexion',
    status: 503,
    title: 'La connexion attend son tour',
    what: 'Trop de personnes se connectent à la gestion au même instant, ou cette partie du service redémarre. Qui est déjà connecté peut continuer.',
    typed: 'Ce que vous venez d’envoyer n’a en principe pas été examiné, et n’est pas compté comme un essai. Vous pouvez le refaire sans risque.',
    steps: [
      'Attendez une dizaine de secondes, revenez à la page précédente, puis envoyez à nouveau.',
      'Si cela dure plus de quelques minutes, prévenez la personne qui s’occupe de ce service.',
    ],
  },
  {
    status: 504,
    title: 'La réponse tarde trop',
    what: 'Votre demande nous est parvenue, mais la réponse n’est pas venue à temps.',
    typed: 'Votre dernier envoi est peut-être enregistré. Tout ce qui l’était avant est conservé.',
    steps: [
      'Revenez à la page précédente, puis envoyez à nouveau : un même envoi fait deux fois ne compte qu’une fois.',
      'Ouvrez ensuite <a class="govuk-link" href="/candidature">votre candidature</a> pour vérifier ce qui est enregistré.',
    ],
  },
];

// French typography: the space before : ; ? ! » and after « never breaks.
const spaced = (text) => text.replace(/ ([:;?!»])/g, '\u00a0$1').replace(/« /g, '«\u00a0');

export function render(template, page, css, icon) {
  const words = {
    titre: page.title,
    quoi: page.what,
    saisie: page.typed,
    suite: page.steps.map((s) => `<li>${s}</li>`).join('\n'),
    css: css.path,
    icone: icon.path,
  };
  const html = template.replace(/\[\[(\w+)\]\]/g, (whole, name) => {
    if (!(name in words)) throw new Error(`error.html: unknown word ${whole}`);
    return name === 'css' || name === 'icone' ? words[name] : spaced(words[name]);
  });
  return html;
}
