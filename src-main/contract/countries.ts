/**
 * The countries of ISO 3166-1, as `usageLocation` wants them: alpha-2, upper case (Graph `user` resource), and XK for
 * Kosovo, which the service takes beside them. Each entry is alpha-2 followed by alpha-3.
 */
const pairs = `
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB
BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR
BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR
CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK
FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN
ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO
LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD
MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER
NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP
SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF
TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY
UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE`

const alpha2 = new Set<string>()
const byName = new Map<string, string>()

/** Letters and digits alone, without accents: "Côte d’Ivoire" and "cote d'ivoire" are one name. */
const key = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^\p{L}\p{N}]/gu, '')

/** What people write and no list of names has. */
const otherNames: Record<string, string> = {
  uk: 'GB',
  greatbritain: 'GB',
  britain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  northernireland: 'GB',
  unitedstatesofamerica: 'US',
  america: 'US',
  holland: 'NL',
  thenetherlands: 'NL',
  russianfederation: 'RU',
  republicofkorea: 'KR',
  korea: 'KR',
  czechrepublic: 'CZ',
  turkey: 'TR',
  turkiye: 'TR',
  ivorycoast: 'CI',
  burma: 'MM',
  macedonia: 'MK',
  swaziland: 'SZ',
  capeverde: 'CV',
  easttimor: 'TL',
  vaticancity: 'VA',
  uae: 'AE',
}

/** Names are read in these languages; the first one that has a name decides. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'nb', 'fi', 'cs', 'hu', 'tr']

function fill(): void {
  for (const pair of pairs.trim().split(/\s+/)) {
    alpha2.add(pair.slice(0, 2))
    byName.set(key(pair.slice(2)), pair.slice(0, 2))
  }
  for (const [name, code] of Object.entries(otherNames)) byName.set(name, code)
  for (const language of languages) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const code of alpha2) {
      const name = key(names.of(code) ?? '')
      if (name !== '' && !byName.has(name)) byName.set(name, code)
    }
  }
}

/** Whether it is a country's alpha-2 code in capitals. */
export function isCountry(code: string): boolean {
  if (alpha2.size === 0) fill()
  return alpha2.has(code)
}

/** The alpha-2 code that an alpha-3 code, a code in small letters or a country's name means; null when none fits. */
export function findCountry(text: string): string | null {
  const code = text.trim().toUpperCase()
  if (isCountry(code)) return code
  return byName.get(key(text)) ?? null
}
